namespace Icomm.Actors.Connectors;

/// <summary>Remembers one thing per integration, as long as it is used. What has been idle for <paramref name="idle"/> goes when new things come.</summary>
internal sealed class IdleCache<T>(TimeProvider timeProvider, TimeSpan idle)
    where T : class
{
    private const int SweepAbove = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (T Value, DateTimeOffset LastUsed)> _entries = new(StringComparer.Ordinal);

    public T? Find(string integrationId)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(integrationId, out var entry))
                return null;
            _entries[integrationId] = entry with { LastUsed = timeProvider.GetUtcNow() };
            return entry.Value;
        }
    }

    public void Set(string integrationId, T value)
    {
        var now = timeProvider.GetUtcNow();
        lock (_lock)
        {
            if (_entries.Count >= SweepAbove)
            {
                foreach (var (key, entry) in _entries)
                {
                    if (entry.LastUsed < now - idle)
                        _entries.Remove(key);
                }
            }

            _entries[integrationId] = (value, now);
        }
    }

    /// <summary>Forgets <paramref name="value"/>, unless something newer has taken its place.</summary>
    public void Remove(string integrationId, T value)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(integrationId, out var entry) && ReferenceEquals(entry.Value, value))
                _entries.Remove(integrationId);
        }
    }
}
