using System.Collections.Concurrent;
using System.Globalization;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Fenicio;

/// <summary>API_V1, as far as orders go (facts §4.1).</summary>
internal sealed class FenicioApi(ShopData shop, FenicioOptions options)
{
    private const int DefaultPage = 50;

    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);
    private readonly FenicioOrderJson _orders = new(new FenicioShelves(shop.Catalogue));
    private readonly ConcurrentDictionary<int, OrderDamage> _damaged = new();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/API_V1/ordenes", Guarded(List));
        routes.MapGet("/API_V1/ordenes/{id}", Guarded(Order));
        routes.MapGet("/{shop}/API_V1/{**rest}", context =>
        {
            FenicioErrors.TurnAway(context, options.RefuseByStatus);
            return Task.CompletedTask;
        });
        routes.MapFallback(new FenicioErrors().NotFoundAsync);
    }

    private RequestDelegate Guarded(Action<HttpContext> handle) => context =>
    {
        if (options.IsCallerAuthorized) handle(context);
        else FenicioErrors.TurnAway(context, options.RefuseByStatus);
        return Task.CompletedTask;
    };

    private void List(HttpContext context)
    {
        var page = Number(context, "pag", 1);
        var size = Number(context, "tot", DefaultPage);
        if (page < 1 || size < 1 || size > options.LargestPage || !Days(context, out var from, out var until))
        {
            FenicioErrors.Write(context, StatusCodes.Status200OK, "Parámetros incorrectos");
            return;
        }

        var fault = FaultMiddleware.PageFault(context);
        var matching = Matching(from, until, context.Request.Query["estado"].ToString());
        var (orders, total) = PageFaults.Tamper(fault, matching.Skip((PageFaults.Sent(fault, page) - 1) * size).Take(size).ToArray(), matching.Length);

        // An order that can't be read once can't be read the next time either, unless it is put right.
        if (PageFaults.DamageOf(fault) is not OrderDamage.None and var damage && orders.Length > 0) _damaged[orders[0].Order.Id] = damage;
        var attributes = context.Request.Query["incluirAtributosProducto"] == "1";
        JsonAnswer.Write(context, StatusCodes.Status200OK, (orders, total), (json, answer) =>
        {
            json.WriteStartObject();
            json.WriteBoolean("error"u8, false);
            json.WriteString("msj"u8, ""u8);
            json.WriteNumber("totAbs"u8, answer.total);
            json.WriteStartArray("ordenes"u8);
            foreach (var order in answer.orders) _orders.Write(json, order, attributes, _damaged.GetValueOrDefault(order.Order.Id));
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private void Order(HttpContext context)
    {
        var found = int.TryParse((string)context.Request.RouteValues["id"]!, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? shop.FindOrder(id) : null;
        if (found is null)
        {
            FenicioErrors.Write(context, StatusCodes.Status200OK, "Orden no encontrada");
            return;
        }

        JsonAnswer.Write(context, StatusCodes.Status200OK, new FenicioOrder(found, _zone), (json, order) =>
        {
            json.WriteStartObject();
            json.WriteBoolean("error"u8, false);
            json.WriteString("msj"u8, ""u8);
            json.WritePropertyName("orden"u8);
            _orders.Write(json, order, attributes: true, _damaged.GetValueOrDefault(order.Order.Id));
            json.WriteEndObject();
        });
    }

    /// <summary>Orders of some days. A cart may be begun a while before its order is placed, so the days beside them are looked at as well.</summary>
    private FenicioOrder[] Matching(DateOnly from, DateOnly until, string state)
    {
        var orders = shop.Current.Orders;
        var (first, last) = orders.Range(
            EntityKey.CreatedAt,
            from.DayNumber < 2 ? 0 : from.AddDays(-2).ToDateTime(default).Ticks,
            until.DayNumber > DateOnly.MaxValue.DayNumber - 3 ? long.MaxValue : until.AddDays(3).ToDateTime(default).Ticks);
        var found = orders.Segment(EntityKey.CreatedAt, first, last)
            .Select(order => new FenicioOrder(order, _zone))
            .Where(order => order.Day(options.DayFilter) is var day && day >= from && day <= until && (state.Length == 0 || order.State == state));
        return [.. options.OldestFirst ? found : found.Reverse()];
    }

    private static bool Days(HttpContext context, out DateOnly from, out DateOnly until)
    {
        (from, until) = (DateOnly.MinValue, DateOnly.MaxValue);
        return Day(context, "fDesde", ref from) && Day(context, "fHasta", ref until);
    }

    private static bool Day(HttpContext context, string name, ref DateOnly day)
    {
        var text = context.Request.Query[name].ToString();
        return text.Length == 0 || DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    /// <returns>-1 for what is no number.</returns>
    private static int Number(HttpContext context, string name, int usual)
    {
        var text = context.Request.Query[name].ToString();
        return text.Length == 0 ? usual : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }
}
