using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Icomm.Actors.Connectors.Records;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>Finds a shop's store views with their websites, currencies and time zones.</summary>
internal static class MagentoStores
{
    /// <summary>Older roles lack the permission for store views; that is no reason to fail, only to know less.</summary>
    public static async Task<StoreVerification> ReadAsync(MagentoSession session, CancellationToken cancellationToken)
    {
        try
        {
            var views = await session.GetAsync("store_views", "store/storeViews", ReadViews, cancellationToken);
            var websites = await session.GetAsync("websites", "store/websites", ReadWebsites, cancellationToken);
            var configs = await session.GetAsync("store_configs", "store/storeConfigs", ReadConfigs, cancellationToken);
            var config = configs.FirstOrDefault(each => each.Id == session.Settings.StoreViewId) ?? configs.FirstOrDefault();
            return new StoreVerification
            {
                StoreViews = [.. views.Select(view => Choice(view, websites, configs.FirstOrDefault(each => each.Id == view.Id)))],
                Currency = config?.Currency,
                TimeZone = config?.TimeZone,
            };
        }
        catch (StoreException refused) when (refused.Problem.Code is "permission_missing" or "endpoint_not_found")
        {
            return new StoreVerification();
        }
    }

    private static StoreChoice Choice(View view, Dictionary<long, string> websites, Config? config) => new(view.Id.ToString(CultureInfo.InvariantCulture), view.Name)
    {
        Website = view.WebsiteId is { } website ? websites.GetValueOrDefault(website) : null,
        Currency = config?.Currency,
        TimeZone = config?.TimeZone,
    };

    /// <summary>Without the view 0, which is the admin panel's own.</summary>
    private static ImmutableArray<View> ReadViews(ReadOnlySpan<byte> json)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Array, "the store views are no list");
        return [.. document.RootElement.EnumerateArray()
            .Select(view => new View(RecordJson.WholeNumber(view, "id") ?? 0, RecordJson.Text(view, "name") ?? RecordJson.Text(view, "code") ?? "", RecordJson.WholeNumber(view, "website_id")))
            .Where(view => view.Id > 0)];
    }

    private static Dictionary<long, string> ReadWebsites(ReadOnlySpan<byte> json)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Array, "the websites are no list");
        var names = new Dictionary<long, string>();
        foreach (var website in document.RootElement.EnumerateArray())
        {
            if (RecordJson.WholeNumber(website, "id") is { } id && (RecordJson.Text(website, "name") ?? RecordJson.Text(website, "code")) is { } name)
                names[id] = name;
        }

        return names;
    }

    private static ImmutableArray<Config> ReadConfigs(ReadOnlySpan<byte> json)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Array, "the store configurations are no list");
        return [.. document.RootElement.EnumerateArray()
            .Select(config => new Config(RecordJson.WholeNumber(config, "id") ?? 0, Currency(RecordJson.Text(config, "base_currency_code")), Zone(RecordJson.Text(config, "timezone"))))
            .Where(config => config.Id > 0)
            .OrderBy(config => config.Id)];
    }

    private static string? Currency(string? code) => code is { Length: 3 } && code.All(char.IsAsciiLetterUpper) ? code : null;

    private static string? Zone(string? id) => id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out _) ? id : null;

    private sealed record View(long Id, string Name, long? WebsiteId);

    private sealed record Config(long Id, string? Currency, string? TimeZone);
}
