using System.Collections.Immutable;
using System.Text.Json;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>
/// Checks an integration's settings against the account while a person waits. What runs need (orders, customers) must answer; what the article's role doesn't grant
/// (sales channels, products, facts §3.7) may refuse, and is named.
/// </summary>
internal sealed class VtexVerifier(StoreHttpOptions options, TimeProvider timeProvider)
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
            return await CheckCatalogueAsync(session, found, both.Token);
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
            using var document = VtexJson.Parse(json, JsonValueKind.Object, "it is no order");
            var preferences = VtexJson.Part(document.RootElement, "storePreferencesData", JsonValueKind.Object) ?? default;
            return new StoreVerification { Currency = Currency(VtexJson.Text(preferences, "currencyCode")), TimeZone = VtexTimeZones.ToIana(VtexJson.Text(preferences, "timeZone")) };
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
            return found with { Notices = found.Notices.Add(VtexRefusals.Missing(VtexPermission.SalesChannels, "the sales channels can't be listed to choose from.")) };
        }
    }

    private static async Task<StoreVerification> CheckCatalogueAsync(VtexSession session, StoreVerification found, CancellationToken cancellationToken)
    {
        try
        {
            await session.GetAsync(
                new VtexQuestion("products", "api/catalog_system/pvt/products/GetProductAndSkuIds?_from=1&_to=1", VtexPermission.ProductIds), static _ => true, cancellationToken);
            return found;
        }
        catch (StoreException refused) when (refused.Problem.Code == "permission_missing")
        {
            return found with { Notices = found.Notices.Add(VtexRefusals.Missing(VtexPermission.ProductIds, "brands and categories are taken from the orders alone.")) };
        }
    }

    private static StoreProblem? UnknownChannel(ImmutableArray<string> wanted, StoreVerification found)
    {
        if (found.StoreViews.IsEmpty || wanted.FirstOrDefault(id => found.StoreViews.All(channel => channel.Id != id)) is not { } unknown)
            return null;
        var known = string.Join(", ", found.StoreViews.Take(20).Select(channel => $"{channel.Id} ({channel.Name})"));
        return new StoreProblem("sales_channel_unknown", $"The account has no sales channel {unknown}.", $"Choose among: {known}.");
    }

    private static bool ReadCustomers(ReadOnlySpan<byte> json)
    {
        using var document = VtexJson.Parse(json, JsonValueKind.Array, "it is no list of customers");
        return true;
    }

    /// <summary>Reads <c>[{Id, Name, CurrencyCode, TimeZone}]</c>.</summary>
    private static ImmutableArray<StoreChoice> ReadChannels(ReadOnlySpan<byte> json)
    {
        using var document = VtexJson.Parse(json, JsonValueKind.Array, "the sales channels are no list");
        return [.. document.RootElement.EnumerateArray()
            .Where(channel => VtexJson.Text(channel, "Id") is not null)
            .Select(channel => new StoreChoice(VtexJson.Text(channel, "Id")!, VtexJson.Text(channel, "Name") ?? VtexJson.Text(channel, "Id")!)
            {
                Currency = Currency(VtexJson.Text(channel, "CurrencyCode")),
                TimeZone = VtexTimeZones.ToIana(VtexJson.Text(channel, "TimeZone")),
            })];
    }

    private static string? Currency(string? code) => code is { Length: 3 } && code.All(char.IsAsciiLetterUpper) ? code : null;
}
