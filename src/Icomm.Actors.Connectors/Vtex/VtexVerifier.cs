using System.Collections.Immutable;
using System.Text.Json;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Records;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>
/// Checks an integration's settings against the account while a person waits. What runs need (orders, customers) must answer; what the article's role doesn't grant
/// (sales channels, products, facts §3.7) may refuse, and is named.
/// </summary>
internal sealed class VtexVerifier(StoreHttpOptions options, TimeProvider timeProvider, ILogger logger)
{
    /// <param name="open">Reads the settings; may refuse them.</param>
    public async Task<StoreVerification> VerifyAsync(Func<VtexSession> open, CancellationToken cancellationToken)
    {
        using var clock = new CancellationTokenSource(options.VerifyTimeout, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        var found = new StoreVerification();
        try
        {
            var session = open();
            var first = await FirstOrderAsync(session, both.Token);
            if (first is not null)
                found = await ReadPreferencesAsync(session, first, both.Token);
            found = await ReadChannelsAsync(session, found, both.Token);
            if (UnknownChannel(session.Settings.SalesChannels, found) is { } problem)
                return found with { Problem = problem };
            await session.GetAsync(
                new VtexQuestion("customers", "api/dataentities/CL/search?_fields=id", VtexPermission.Customers) { Range = "resources=0-1" }, ReadCustomers, both.Token);
            found = await CheckCatalogueAsync(session, found, both.Token);
            return await CheckFeedAsync(session, found, both.Token);
        }
        catch (StoreException failure)
        {
            return found with { Problem = failure.Problem };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return found with { Problem = StoreProblems.TimedOut(options.VerifyTimeout).Problem };
        }
    }

    /// <returns>The id of some order; null when there is none yet.</returns>
    private static async Task<string?> FirstOrderAsync(VtexSession session, CancellationToken cancellationToken)
    {
        try
        {
            return await session.GetAsync(new VtexQuestion("orders", "api/oms/pvt/orders?page=1&per_page=1", VtexPermission.ListOrders), Read, cancellationToken);
        }
        catch (StoreException failure) when (failure.Problem.Code == "endpoint_not_found")
        {
            // Every name under VTEX's domain answers; one that is no account answers that there is nothing.
            throw new StoreException(VtexRefusals.AccountUnknown(session.Settings.Site), isTransient: false);
        }

        static string? Read(ReadOnlySpan<byte> json)
        {
            var list = VtexOrderList.Read(json, page: 1, pageSize: 1);
            return list.Orders.Count == 0 ? null : list.Orders[0].OrderId;
        }
    }

    private static Task<StoreVerification> ReadPreferencesAsync(VtexSession session, string orderId, CancellationToken cancellationToken) => session.GetAsync(
        new VtexQuestion("order", $"api/oms/pvt/orders/{Uri.EscapeDataString(orderId)}", VtexPermission.ViewOrder),
        static json =>
        {
            using var document = RecordJson.Parse(json, JsonValueKind.Object, "it is no order");
            var preferences = RecordJson.Part(document.RootElement, "storePreferencesData", JsonValueKind.Object) ?? default;
            return new StoreVerification { Currency = Currency(RecordJson.Text(preferences, "currencyCode")), TimeZone = VtexTimeZones.ToIana(RecordJson.Text(preferences, "timeZone")) };
        },
        cancellationToken);

    private static async Task<StoreVerification> ReadChannelsAsync(VtexSession session, StoreVerification found, CancellationToken cancellationToken)
    {
        try
        {
            var channels = await session.GetAsync(
                new VtexQuestion("sales_channels", "api/catalog_system/pvt/saleschannel/list", VtexPermission.SalesChannels), ReadChannels, cancellationToken);
            var wanted = session.Settings.SalesChannels;
            var typical = channels.FirstOrDefault(channel => wanted.Contains(channel.Id)) ?? channels.FirstOrDefault();
            return found with
            {
                StoreViews = [.. channels],
                Currency = typical?.Currency ?? found.Currency,
                TimeZone = typical?.TimeZone ?? found.TimeZone,
            };
        }
        catch (StoreException refused) when (refused.Problem.Code == "permission_missing")
        {
            return found with { Notices = found.Notices.Add(VtexRefusals.Missing(VtexPermission.SalesChannels, new(
                "the sales channels can't be listed to choose from.", "no se pueden listar los canales de venta para elegir.", "não é possível listar os canais de venda para escolher."))) };
        }
    }

    /// <summary>Runs read the catalogue product by product; where either of the two questions is forbidden, they leave it out.</summary>
    private static async Task<StoreVerification> CheckCatalogueAsync(VtexSession session, StoreVerification found, CancellationToken cancellationToken)
    {
        var asked = VtexPermission.ProductIds;
        try
        {
            var id = await session.GetAsync(
                new VtexQuestion("products", "api/catalog_system/pvt/products/GetProductAndSkuIds?_from=1&_to=1", asked), ReadFirstProduct, cancellationToken);
            asked = VtexPermission.ProductForm;
            if (id is not null)
                await session.GetAsync(new VtexQuestion("product", $"api/catalog_system/pvt/products/productget/{Uri.EscapeDataString(id)}", asked), static _ => true, cancellationToken);
            return found;
        }
        catch (StoreException refused) when (refused.Problem.Code == "permission_missing")
        {
            return found with { Notices = found.Notices.Add(VtexRefusals.Missing(asked, new(
                "names, brands and categories of products are taken from the orders alone.",
                "los nombres, marcas y categorías de los productos se toman solo de las órdenes.",
                "os nomes, marcas e categorias dos produtos são tirados só dos pedidos."))) };
        }
        catch (StoreException failure) when (failure.Problem.Code == "endpoint_not_found" && asked == VtexPermission.ProductForm)
        {
            // A product that is listed and does not exist: runs report it.
            return found;
        }
    }

    /// <summary>Reads <c>{data: {productId: [skuId]}}</c>.</summary>
    private static string? ReadFirstProduct(ReadOnlySpan<byte> json)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Object, "it is no list of products");
        return RecordJson.Part(document.RootElement, "data", JsonValueKind.Object) is { } products ? products.EnumerateObject().Select(product => product.Name).FirstOrDefault() : null;
    }

    /// <summary>Without the feed a run works all the same, by looking back: the permission spares the account's requests.</summary>
    private async Task<StoreVerification> CheckFeedAsync(VtexSession session, StoreVerification found, CancellationToken cancellationToken)
    {
        var notice = await new VtexFeed(session, logger).FindAsync(cancellationToken) switch
        {
            VtexFeedState.Closed => VtexRefusals.Missing(VtexPermission.Feed, VtexRefusals.LooksBack(session.Settings.Rescan.Days)),
            VtexFeedState.Others when session.Settings.UseFeed => VtexRefusals.FeedTaken(session.Settings.Rescan.Days),
            _ => null,
        };
        return notice is null ? found : found with { Notices = found.Notices.Add(notice) };
    }

    private static StoreProblem? UnknownChannel(ImmutableArray<string> wanted, StoreVerification found)
    {
        if (found.StoreViews.IsEmpty || wanted.FirstOrDefault(id => found.StoreViews.All(channel => channel.Id != id)) is not { } unknown)
            return null;
        var known = string.Join(", ", found.StoreViews.Take(20).Select(channel => $"{channel.Id} ({channel.Name})"));
        return new StoreProblem(
            "sales_channel_unknown",
            new($"The account has no sales channel {unknown}.", $"La cuenta no tiene el canal de venta {unknown}.", $"A conta não tem o canal de venda {unknown}."),
            new($"Choose among: {known}.", $"Elegir entre estos: {known}.", $"Escolher entre estes: {known}."));
    }

    private static bool ReadCustomers(ReadOnlySpan<byte> json)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Array, "it is no list of customers");
        return true;
    }

    /// <summary>Reads <c>[{Id, Name, CurrencyCode, TimeZone}]</c>.</summary>
    private static ImmutableArray<StoreChoice> ReadChannels(ReadOnlySpan<byte> json)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Array, "the sales channels are no list");
        return [.. document.RootElement.EnumerateArray()
            .Where(channel => RecordJson.Text(channel, "Id") is not null)
            .Select(channel => new StoreChoice(RecordJson.Text(channel, "Id")!, RecordJson.Text(channel, "Name") ?? RecordJson.Text(channel, "Id")!)
            {
                Currency = Currency(RecordJson.Text(channel, "CurrencyCode")),
                TimeZone = VtexTimeZones.ToIana(RecordJson.Text(channel, "TimeZone")),
            })];
    }

    private static string? Currency(string? code) => code is { Length: 3 } && code.All(char.IsAsciiLetterUpper) ? code : null;
}
