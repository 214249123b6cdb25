using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Admin;

/// <summary>
/// What <see cref="SimulatedShop"/> offers in its process, for other processes: faults, changes, statistics. JSON in camelCase, no authentication.
/// </summary>
internal static class AdminEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public static void Map(IEndpointRouteBuilder admin, SimulatedShop shop)
    {
        Get("/", () => new
        {
            Platform = shop.Options.Platform,
            Orders = shop.Data.Orders.Count,
            Customers = shop.Data.Customers.Count,
            Products = shop.Data.Catalogue.Products.Count,
            CreditMemos = shop.Data.CreditMemos.Count,
            Now = shop.Options.Clock.GetUtcNow(),
        });
        Get("/stats", () => shop.Statistics);
        Get("/requests", () => shop.Requests);
        Get("/faults", () => shop.Faults.Rules.Select(FaultOrder.Of));
        Post<object>("/stats/reset", _ =>
        {
            shop.ResetStatistics();
            return shop.Statistics;
        });
        Post<FaultOrder>("/faults", order =>
        {
            shop.Faults.Add((order ?? throw new JsonException("A fault is asked for.")).ToRule());
            return shop.Faults.Rules.Select(FaultOrder.Of);
        });
        admin.MapDelete("/faults", (RequestDelegate)(context =>
        {
            shop.Faults.Clear();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }));
        Post<CountOrder>("/orders/change", order => shop.Keeper.Change(order?.Count ?? 1).Select(Brief));
        Post<CountOrder>("/orders/add", order => shop.Keeper.AddOrders(order?.Count ?? 1).Select(Brief));
        Post<CountOrder>("/customers/change", order => shop.Keeper.ChangeCustomers(order?.Count ?? 1).Select(c => new { c.Id, c.Email, c.UpdatedAt }));
        PostOrder("/orders/{id:int}/cancel", shop.Keeper.Cancel);
        PostOrder("/orders/{id:int}/refund", id => shop.Keeper.Refund(id));
        PostOrder("/orders/{id:int}/touch", shop.Keeper.Touch);
        Post<object>("/tokens/expire", _ =>
        {
            shop.ExpireTokens();
            return new { Expired = true };
        });

        void Get<T>(string path, Func<T> read) =>
            admin.MapGet(path, (RequestDelegate)(context => context.Response.WriteAsJsonAsync(read(), Json, context.RequestAborted)));

        void Post<TBody>(string path, Func<TBody?, object> act)
            where TBody : class =>
            admin.MapPost(path, (RequestDelegate)(context => AnswerAsync(context, body => act(Read<TBody>(body)))));

        void PostOrder(string path, Func<int, ShopOrder> act) =>
            admin.MapPost(path, (RequestDelegate)(context => AnswerAsync(
                context, _ => Brief(act(int.Parse((string)context.Request.RouteValues["id"]!, CultureInfo.InvariantCulture))))));
    }

    private static object Brief(ShopOrder order) =>
        new { order.Id, order.Number, order.State, order.UpdatedAt, GrandTotal = order.GrandTotal.ToDecimal(), TotalRefunded = order.TotalRefunded.ToDecimal() };

    private static TBody? Read<TBody>(byte[] body)
        where TBody : class => body.Length == 0 ? null : JsonSerializer.Deserialize<TBody>(body, Json);

    private static async Task AnswerAsync(HttpContext context, Func<byte[], object> act)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        object answer;
        try
        {
            answer = act(body.ToArray());
        }
        catch (Exception error) when (error is JsonException or ArgumentException or KeyNotFoundException)
        {
            context.Response.StatusCode = error is KeyNotFoundException ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest;
            answer = new { error.Message };
        }

        await context.Response.WriteAsJsonAsync(answer, answer.GetType(), Json, context.RequestAborted);
    }

    private sealed record CountOrder
    {
        public int Count { get; init; } = 1;
    }
}
