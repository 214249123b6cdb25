namespace Icomm.Actors.Abstractions.Integrations;

/// <summary>Key of an integration's grain: <c>{account}/{integration id}</c>.</summary>
public readonly record struct IntegrationKey(string Account, string IntegrationId)
{
    public override string ToString() => $"{Account}/{IntegrationId}";

    /// <exception cref="FormatException">The key has not exactly two parts.</exception>
    public static IntegrationKey Parse(string key)
    {
        var slash = key.IndexOf('/');
        if (slash <= 0 || slash == key.Length - 1 || key.AsSpan(slash + 1).Contains('/'))
            throw new FormatException($"'{key}' is no integration key.");
        return new IntegrationKey(key[..slash], key[(slash + 1)..]);
    }
}
