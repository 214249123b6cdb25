using System.Globalization;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Vtex;

/// <summary>
/// The one feed of the account's key: a queue of orders that changed since it was set up. What was read is out of sight until it is committed or its time-out is over, by the shop's
/// clock, and then comes again with a new handle. Changes of one order between two questions make one event.
/// </summary>
/// <param name="split">Whether a checkout with several sellers is several orders.</param>
internal sealed class VtexFeed(ShopData shop, TimeProvider clock, bool split)
{
    private readonly Lock _gate = new();
    private readonly List<VtexFeedEvent> _queue = [];
    private readonly HashSet<int> _shown = [];
    private VtexFeedConfiguration? _configuration;
    private IReadOnlyList<ShopOrder> _seen = [];
    private DateTimeOffset _lastEvent;
    private long _next;

    /// <summary>Null while nobody has set the feed up, or when no event came for as long as it keeps them.</summary>
    public (VtexFeedConfiguration Configuration, int Quantity)? Find()
    {
        lock (_gate)
        {
            Refresh();
            return _configuration is null ? null : (_configuration, _queue.Count);
        }
    }

    public void Configure(VtexFeedConfiguration configuration)
    {
        lock (_gate)
        {
            Refresh();
            if (_configuration is null) (_seen, _lastEvent) = (shop.Orders, clock.GetUtcNow());
            _configuration = configuration;
        }
    }

    public void Delete()
    {
        lock (_gate) Forget();
    }

    /// <exception cref="VtexException">There is no feed.</exception>
    public IReadOnlyList<VtexFeedEvent> Read(int most)
    {
        lock (_gate)
        {
            var configuration = Refresh() ?? throw VtexException.NotFound();
            var now = clock.GetUtcNow();
            var read = _queue.Where(each => each.VisibleAt <= now).Take(most).ToArray();
            foreach (var each in read)
            {
                each.VisibleAt = now + configuration.Visibility;
                each.Handle = NextName("handle");
            }

            return read;
        }
    }

    /// <summary>Handles of events that have come back since, or that were committed before, do nothing.</summary>
    public void Commit(IReadOnlySet<string> handles)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            _queue.RemoveAll(each => handles.Contains(each.Handle) && each.VisibleAt > now);
        }
    }

    private VtexFeedConfiguration? Refresh()
    {
        if (_configuration is not { } configuration) return null;
        var now = clock.GetUtcNow();
        Watch(configuration, now);
        _queue.RemoveAll(each => each.At < now - configuration.Retention);
        if (_lastEvent < now - configuration.Retention) Forget();
        return _configuration;
    }

    private void Watch(VtexFeedConfiguration configuration, DateTimeOffset now)
    {
        var orders = shop.Orders;
        if (ReferenceEquals(orders, _seen)) return;
        var before = _seen.ToDictionary(order => order.Id);
        foreach (var order in orders)
        {
            var known = before.GetValueOrDefault(order.Id);
            if (ReferenceEquals(known, order)) continue;
            var (state, last) = (VtexOrderJson.StateOf(order), known is null ? null : VtexOrderJson.StateOf(known));
            if (configuration.Type == VtexFeedConfiguration.FromWorkflow ? state == last || !configuration.Statuses.Contains(state) : !configuration.DisableSingleFire && !_shown.Add(order.Id))
                continue;
            foreach (var part in VtexPart.Of(order, split))
                _queue.Add(new VtexFeedEvent(NextName("event"), part, state, last, known?.UpdatedAt ?? order.CreatedAt, now) { VisibleAt = now });
            _lastEvent = now;
        }

        _seen = orders;
    }

    private void Forget()
    {
        _configuration = null;
        _queue.Clear();
        _shown.Clear();
    }

    private string NextName(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{++_next}");
}

/// <summary>One change of one order.</summary>
/// <param name="LastState">Null for a new order.</param>
/// <param name="At">When it came into the feed, by the shop's clock.</param>
internal sealed record VtexFeedEvent(string Id, VtexPart Part, string State, string? LastState, DateTime LastChange, DateTimeOffset At)
{
    /// <summary>Of the last time it was read.</summary>
    public string Handle { get; set; } = "";

    public DateTimeOffset VisibleAt { get; set; }
}
