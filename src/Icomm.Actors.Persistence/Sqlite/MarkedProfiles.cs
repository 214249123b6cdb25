namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>
/// Profiles that the writer knows to be on the list of changed ones, and their keys. While a history is read, the same customers are written again and again between two refreshes: each time but
/// the first, this saves looking the profile up and putting it on the list, a fifth of the cost of the write.
/// </summary>
internal sealed class MarkedProfiles
{
    /// <summary>Some ten megabytes.</summary>
    private const int Most = 65_536;

    private readonly Dictionary<(long DatabaseKey, string ProfileId), long> _keys = [];

    public bool TryGetKey(long databaseKey, string profileId, out long profileKey) => _keys.TryGetValue((databaseKey, profileId), out profileKey);

    /// <summary>Both are written in the transaction under way, or before.</summary>
    public void Add(long databaseKey, string profileId, long profileKey)
    {
        if (_keys.Count == Most)
            _keys.Clear();
        _keys[(databaseKey, profileId)] = profileKey;
    }

    /// <summary>The profile is off the list, or gone.</summary>
    public void Remove(long databaseKey, string profileId) => _keys.Remove((databaseKey, profileId));

    /// <summary>A transaction was undone: what was learnt in it may be wrong.</summary>
    public void Forget() => _keys.Clear();
}
