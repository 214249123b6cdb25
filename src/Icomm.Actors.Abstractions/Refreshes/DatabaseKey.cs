namespace Icomm.Actors.Abstractions.Refreshes;

/// <summary>Key of a database's grains: <c>{account}/{database}</c>.</summary>
public readonly record struct DatabaseKey(string Account, string Database)
{
    public override string ToString() => $"{Account}/{Database}";

    /// <summary>Key of the grain that works through the database's nth range of profiles.</summary>
    public string OfRange(int index) => $"{Account}/{Database}/{index}";

    /// <exception cref="FormatException">The key has not exactly two parts.</exception>
    public static DatabaseKey Parse(string key) => key.Split('/') is [{ Length: > 0 } account, { Length: > 0 } database]
        ? new DatabaseKey(account, database)
        : throw new FormatException($"'{key}' is no database key.");

    /// <summary>The database of a range's grain.</summary>
    public static DatabaseKey ParseRange(string key) => Parse(key[..key.LastIndexOf('/')]);
}
