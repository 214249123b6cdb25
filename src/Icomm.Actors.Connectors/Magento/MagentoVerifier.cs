using System.Globalization;
using System.Text.Json;
using Icomm.Actors.Connectors.Http;

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
            found = await MagentoStores.ReadAsync(session, both.Token);
            if (session.Settings.StoreViewId is { } wanted && UnknownStoreView(wanted, found) is { } problem)
                return found with { Problem = problem };
            await ReadOneAsync(session, "customers", "customers/search", "id", both.Token);
            await ReadOneAsync(session, "products", "products", "id", both.Token);
            return found with { Notices = await MagentoPayments.UnseenAsync(session, both.Token) };
        }
        catch (StoreException failure)
        {
            return found with { Problem = MagentoRefusals.WithHint(failure.Problem) };
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

    private static StoreProblem? UnknownStoreView(long wanted, StoreVerification found)
    {
        var id = wanted.ToString(CultureInfo.InvariantCulture);
        if (found.StoreViews.IsEmpty || found.StoreViews.Any(view => view.Id == id))
            return null;
        var known = string.Join(", ", found.StoreViews.Take(20).Select(view => $"{view.Id} ({view.Name})"));
        return new StoreProblem(
            "store_view_unknown",
            new($"The shop has no store view {id}.", $"La tienda no tiene la vista {id}.", $"A loja não tem a visão {id}."),
            new($"Choose one of: {known}.", $"Elegir una de estas: {known}.", $"Escolher uma destas: {known}."));
    }
}
