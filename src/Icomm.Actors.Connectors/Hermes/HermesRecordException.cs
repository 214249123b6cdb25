namespace Icomm.Actors.Connectors.Hermes;

/// <summary>One record can't be read. Caught where the page is read, and turned into an <see cref="UnreadableRecord"/>.</summary>
/// <param name="code">One of the codes of <see cref="UnreadableRecord"/>, or <c>status_unknown</c>, <c>lines_missing</c>, <c>id_invalid</c>, <c>name_missing</c>.</param>
/// <param name="reason">Which field, and what is wrong with it.</param>
internal sealed class HermesRecordException(string code, string reason) : Exception(reason)
{
    public string Code => code;
}
