using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Vtex;

/// <summary>Open scrolls over the customers. Each question moves its scroll on, whether or not the answer arrives; one not asked for a while is forgotten.</summary>
internal sealed class VtexScrolls(VtexOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Scroll> _open = new(StringComparer.Ordinal);
    private int _next;

    /// <exception cref="VtexException">Too many are open.</exception>
    public (string Token, ShopCustomer[] Page) Begin(ShopCustomer[] customers, int size)
    {
        lock (_gate)
        {
            Forget();
            if (_open.Count >= options.MostScrolls) throw VtexException.BadRequest($"Maximum simultaneous scrolls rate exceeded ({options.MostScrolls})");
            var token = $"scroll-{++_next}";
            _open[token] = new Scroll(customers, size);
            return (token, Move(token));
        }
    }

    /// <exception cref="VtexException">The scroll is not open any more.</exception>
    public ShopCustomer[] GoOn(string token)
    {
        lock (_gate)
        {
            Forget();
            return _open.ContainsKey(token) ? Move(token) : throw VtexException.BadRequest($"Operation not found for this token: '{token}'");
        }
    }

    public void ForgetAll()
    {
        lock (_gate) _open.Clear();
    }

    private ShopCustomer[] Move(string token)
    {
        var scroll = _open[token];
        var page = scroll.Customers.Skip(scroll.At).Take(scroll.Size).ToArray();
        scroll.At += page.Length;
        scroll.LastAsked = clock.GetUtcNow();
        if (page.Length == 0) _open.Remove(token);
        return page;
    }

    private void Forget()
    {
        var before = clock.GetUtcNow() - options.ScrollLifetime;
        foreach (var (token, scroll) in _open)
        {
            if (scroll.LastAsked < before) _open.Remove(token);
        }
    }

    private sealed class Scroll(ShopCustomer[] customers, int size)
    {
        public ShopCustomer[] Customers => customers;

        public int Size => size;

        public int At { get; set; }

        public DateTimeOffset LastAsked { get; set; }
    }
}
