using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>Checks an integration's settings against the shop while a person waits: sign-in, one record of everything that runs will read, store views, currency and time zone.</summary>
internal sealed class MagentoVerifier(StoreHttpOptions options, TimeProvider timeProvider)
{
    /// <param name="open">Reads the settings; may refuse them.</param>
    public async Task<StoreVerification> VerifyAsync(Func<MagentoSession> open, CancellationToken cancellationToken)
    {
        using var clock = new CancellationTokenSource(options.VerifyTimeout, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        var found = new StoreVerification();
        try
        {
            var session = open();
            await session.SignInAsync(both.Token);
            await ReadOneAsync(session, "orders", "orders", "entity_id", both.Token);
            found = await ReadStoresAsync(session, both.Token);
            if (session.Settings.StoreViewId is { } wanted && UnknownStoreView(wanted, found) is { } problem)
                return found with { Problem = problem };
            await ReadOneAsync(session, "customers", "customers/search", "id", both.Token);
            await ReadOneAsync(session, "products", "products", "id", both.Token);
            return found;
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

    private static Task<bool> ReadOneAsync(MagentoSession session, string operation, string path, string idField, CancellationToken cancellationToken) =>
        session.GetAsync(operation, new MagentoQuery(path, pageSize: 1, page: 1, $"items[{idField}],total_count").ToString(), ReadList, cancellationToken);

    private static bool ReadList(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("total_count", out _)
            ? true
            : throw StoreProblems.AnswerUnexpected("it is no list");
    }

    /// <summary>Older roles lack the permission for store views; that is no reason to fail, only to know less.</summary>
    private static async Task<StoreVerification> ReadStoresAsync(MagentoSession session, CancellationToken cancellationToken)
    {
        try
        {
            var views = await session.GetAsync("store_views", "store/storeViews", ReadViews, cancellationToken);
            var configs = await session.GetAsync("store_configs", "store/storeConfigs", ReadConfigs, cancellationToken);
            var config = configs.FirstOrDefault(each => each.Id == session.Settings.StoreViewId) ?? configs.FirstOrDefault();
            return new StoreVerification { StoreViews = views, Currency = config?.Currency, TimeZone = config?.TimeZone };
        }
        catch (StoreException refused) when (refused.Problem.Code is "permission_missing" or "endpoint_not_found")
        {
            return new StoreVerification();
        }
    }

    private static StoreProblem? UnknownStoreView(long wanted, StoreVerification found)
    {
        var id = wanted.ToString(CultureInfo.InvariantCulture);
        if (found.StoreViews.IsEmpty || found.StoreViews.Any(view => view.Id == id))
            return null;
        var known = string.Join(", ", found.StoreViews.Take(20).Select(view => $"{view.Id} ({view.Name})"));
        return new StoreProblem("store_view_unknown", $"The shop has no store view {id}.", $"Choose one of: {known}.");
    }

    /// <summary>Without the view 0, which is the admin panel's own.</summary>
    private static ImmutableArray<NamedId> ReadViews(ReadOnlySpan<byte> json)
    {
        using var document = Array(json, "the store views are no list");
        return [.. document.RootElement.EnumerateArray().Select(view => (Id: Number(view, "id"), Name: Text(view, "name") ?? Text(view, "code")))
            .Where(view => view.Id > 0)
            .Select(view => new NamedId(view.Id!.Value.ToString(CultureInfo.InvariantCulture), view.Name ?? ""))];
    }

    private static ImmutableArray<StoreConfig> ReadConfigs(ReadOnlySpan<byte> json)
    {
        using var document = Array(json, "the store configurations are no list");
        return [.. document.RootElement.EnumerateArray()
            .Select(config => new StoreConfig(Number(config, "id") ?? 0, Currency(Text(config, "base_currency_code")), Zone(Text(config, "timezone"))))
            .Where(config => config.Id > 0)
            .OrderBy(config => config.Id)];
    }

    private static string? Currency(string? code) => code is { Length: 3 } && code.All(char.IsAsciiLetterUpper) ? code : null;

    private static string? Zone(string? id) => id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out _) ? id : null;

    private static JsonDocument Array(ReadOnlySpan<byte> json, string problem)
    {
        var reader = new Utf8JsonReader(json);
        var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind == JsonValueKind.Array)
            return document;
        document.Dispose();
        throw StoreProblems.AnswerUnexpected(problem);
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value))
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var number) => number,
            JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };
    }

    private sealed record StoreConfig(long Id, string? Currency, string? TimeZone);
}
