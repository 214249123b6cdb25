namespace Icomm.Actors.Connectors.Vtex;

/// <summary>One record can't be read. Caught where the record is fetched, and turned into an <see cref="UnreadableRecord"/>.</summary>
/// <param name="code">One of the codes of <see cref="UnreadableRecord"/>.</param>
/// <param name="reason">Which field, and what is wrong with it.</param>
internal sealed class VtexRecordException(string code, string reason) : Exception(reason)
{
    public string Code => code;
}
