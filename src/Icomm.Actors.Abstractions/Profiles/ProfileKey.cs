namespace Icomm.Actors.Abstractions.Profiles;

/// <summary>Key of a profile's grain: <c>{account}/{database}/{profile id}</c>. The profile id is the digest of the customer's identity, so that a key may be logged.</summary>
public readonly record struct ProfileKey(string Account, string Database, string ProfileId)
{
    public override string ToString() => $"{Account}/{Database}/{ProfileId}";

    /// <exception cref="FormatException">The key has not exactly three parts.</exception>
    public static ProfileKey Parse(string key)
    {
        var first = key.IndexOf('/');
        var last = key.LastIndexOf('/');
        if (first <= 0 || last - first < 2 || last == key.Length - 1 || key.AsSpan(first + 1, last - first - 1).Contains('/'))
            throw new FormatException($"'{key}' is no profile key.");
        return new ProfileKey(key[..first], key[(first + 1)..last], key[(last + 1)..]);
    }
}
