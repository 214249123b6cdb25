namespace Icomm.Actors.Connectors.Records;

/// <summary>One record can't be read. Caught where the record came from, and turned into an <see cref="UnreadableRecord"/> or a <see cref="FileRejection"/>: it costs that record, never the page.</summary>
/// <param name="code">One of the codes of <see cref="UnreadableRecord"/>.</param>
/// <param name="reason">Which field, and what is wrong with it.</param>
internal sealed class RecordException(string code, string reason) : Exception(reason)
{
    public string Code => code;
}
