namespace Icomm.Actors.Connectors.Http;

/// <summary>The budgets of all integrations that have one; all lanes of an integration share it. Another number of requests begins a new one.</summary>
internal sealed class RequestBudgets(TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private readonly IdleCache<RequestBudget> _budgets = new(timeProvider, TimeSpan.FromMinutes(10));

    /// <returns>Null where the call has no limit.</returns>
    public RequestBudget? Of(StoreCall call)
    {
        if (call.RequestsPerMinute is not { } perMinute)
            return null;
        var key = $"{call.StoreType}/{call.IntegrationId}";
        lock (_lock)
        {
            if (_budgets.Find(key) is { } known && known.PerMinute == perMinute)
                return known;
            var budget = new RequestBudget(perMinute, timeProvider);
            _budgets.Set(key, budget);
            return budget;
        }
    }
}
