namespace Icomm.Actors.Connectors.Http;

/// <summary>The lanes of all integrations this process speaks for. Lanes unused for an hour are dropped when new ones come; a lane in use never is.</summary>
internal sealed class StoreLanes(Func<string, string, StoreLane> build, TimeProvider timeProvider) : IDisposable
{
    private const int SweepAbove = 256;
    private static readonly TimeSpan IdleTime = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string StoreType, string IntegrationId, int Number), StoreLane> _lanes = [];

    /// <param name="number">0, or a further lane of the same integration.</param>
    public Use Enter(string storeType, string integrationId, int number = 0)
    {
        lock (_lock)
        {
            var key = (storeType, integrationId, number);
            if (!_lanes.TryGetValue(key, out var lane))
            {
                if (_lanes.Count >= SweepAbove)
                    Sweep();
                lane = build(storeType, integrationId);
                _lanes.Add(key, lane);
            }

            lane.Users++;
            return new Use(this, lane);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var lane in _lanes.Values)
                lane.Dispose();
            _lanes.Clear();
        }
    }

    private void Leave(StoreLane lane)
    {
        lock (_lock)
        {
            lane.Users--;
            lane.LastUsed = timeProvider.GetUtcNow();
        }
    }

    private void Sweep()
    {
        var before = timeProvider.GetUtcNow() - IdleTime;
        foreach (var (key, lane) in _lanes)
        {
            if (lane.Users == 0 && lane.LastUsed < before && _lanes.Remove(key))
                lane.Dispose();
        }
    }

    public readonly struct Use(StoreLanes lanes, StoreLane lane) : IDisposable
    {
        public StoreLane Lane => lane;

        public void Dispose() => lanes.Leave(lane);
    }
}
