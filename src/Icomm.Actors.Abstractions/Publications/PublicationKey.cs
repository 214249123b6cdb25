namespace Icomm.Actors.Abstractions.Publications;

/// <summary>Key of a publication's grain: <c>{account}/{database}/{publication id}</c>.</summary>
public readonly record struct PublicationKey(string Account, string Database, string PublicationId)
{
    public override string ToString() => $"{Account}/{Database}/{PublicationId}";

    /// <exception cref="FormatException">The key has not exactly three parts.</exception>
    public static PublicationKey Parse(string key) => key.Split('/') is [{ Length: > 0 } account, { Length: > 0 } database, { Length: > 0 } id]
        ? new PublicationKey(account, database, id)
        : throw new FormatException($"'{key}' is no publication key.");
}
