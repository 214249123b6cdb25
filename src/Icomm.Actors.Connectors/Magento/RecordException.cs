namespace Icomm.Actors.Connectors.Magento;

/// <summary>One record can't be read. Caught where the page is read, and turned into an <see cref="UnreadableRecord"/>.</summary>
/// <param name="code">One of the codes of <see cref="UnreadableRecord"/>.</param>
/// <param name="reason">Which field, and what was found there.</param>
internal sealed class RecordException(string code, string reason) : Exception(reason)
{
    public string Code => code;
}
