using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Hermes;

/// <summary>The contract's endpoints, as docs/hermes/openapi.json has them.</summary>
internal sealed class HermesApi
{
    private readonly ShopData _shop;
    private readonly HermesOptions _options;
    private readonly HermesCursors _cursors;
    private readonly HermesJson _json;

    public HermesApi(ShopData shop, HermesOptions options, HermesCursors cursors)
    {
        _shop = shop;
        _options = options;
        _cursors = cursors;
        _json = new HermesJson(shop.Catalogue, options.NumericAmounts);
        Endpoints = new Dictionary<string, Action<HttpContext>>
        {
            ["/api/hermes/v1/ping"] = Ping,
            ["/api/hermes/v1/customers"] = context => List(context, _shop.Current.Customers, (json, customer, _) => HermesJson.Customer(json, customer)),
            ["/api/hermes/v1/orders"] = context => List(context, _shop.Current.Orders, _json.Order),
            ["/api/hermes/v1/products"] = context => List(context, _shop.Catalogue.ProductSet, (json, product, _) => _json.Product(json, product)),
        }.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>By path; all answer to GET alone.</summary>
    public FrozenDictionary<string, Action<HttpContext>> Endpoints { get; }

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (path, handle) in Endpoints)
        {
            routes.MapGet(path, Guarded(context =>
            {
                Authorize(context.Request);
                handle(context);
            }));
        }

        routes.MapFallback(Guarded(_ => throw HermesException.NotFound()));
    }

    private static RequestDelegate Guarded(Action<HttpContext> handle) => context =>
    {
        try
        {
            handle(context);
        }
        catch (HermesException error)
        {
            HermesErrors.Write(context, error);
        }

        return Task.CompletedTask;
    };

    private void Authorize(HttpRequest request)
    {
        var bearer = _options.TokenPlace != TokenPlace.AppTokenHeader && Matches(request.Headers.Authorization.ToString(), "Bearer " + _options.AppToken);
        var header = _options.TokenPlace != TokenPlace.Authorization && Matches(request.Headers["X-App-Token"].ToString(), _options.AppToken);
        if (!bearer && !header) throw HermesException.InvalidToken();
    }

    private static bool Matches(string given, string wanted) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(wanted));

    private void Ping(HttpContext context) => JsonAnswer.Write(context, StatusCodes.Status200OK, (_options, View: _shop.Views.First(view => view.Id != 0)), static (json, site) =>
    {
        json.WriteStartObject();
        json.WriteString("site"u8, site._options.Site);
        json.WriteString("platform"u8, site._options.Platform);
        json.WriteString("version"u8, site._options.Version);
        json.WriteString("timeZone"u8, site.View.TimeZone);
        json.WriteString("currency"u8, site.View.BaseCurrency);
        json.WriteEndObject();
    });

    private void List<T>(HttpContext context, EntitySet<T> all, Action<Utf8JsonWriter, T, OrderDamage> write)
        where T : class, IShopEntity
    {
        var window = HermesWindow.Read(context.Request.Query);
        var (from, to) = all.Range(EntityKey.UpdatedAt, window.Since, window.Until);
        var inside = all.Segment(EntityKey.UpdatedAt, from, to);
        var first = window.Cursor is { } cursor ? Behind(inside, _cursors.Read(cursor)) : 0;
        var fault = FaultMiddleware.PageFault(context);
        if (fault == FaultKind.RepeatPreviousPage) first = Math.Max(0, first - window.Limit);
        T[] found = [.. inside.Skip(first).Take(window.Limit)];
        var goesOn = first + found.Length < inside.Count && fault != FaultKind.EmptyPage;
        var next = goesOn && found is [.., var last] ? _cursors.Write(new HermesPosition(last.UpdatedAt.Ticks, last.Id)) : null;
        var (page, total) = PageFaults.Tamper(fault, found, inside.Count);

        JsonAnswer.Write(context, StatusCodes.Status200OK, (page, next, total), (json, answer) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("data"u8);
            for (var i = 0; i < answer.page.Length; i++) write(json, answer.page[i], i == 0 ? PageFaults.DamageOf(fault) : OrderDamage.None);
            json.WriteEndArray();
            json.WriteString("nextCursor"u8, answer.next);
            if (_options.Totals) json.WriteNumber("total"u8, answer.total);
            json.WriteEndObject();
        });
    }

    /// <summary>How many of the records, sorted by change and id, lie at or before the position.</summary>
    private static int Behind<T>(ArraySegment<T> sorted, HermesPosition position)
        where T : class, IShopEntity
    {
        var (low, high) = (0, sorted.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if ((sorted[middle].UpdatedAt.Ticks, sorted[middle].Id).CompareTo((position.UpdatedTicks, position.Id)) <= 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
