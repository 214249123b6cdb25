using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Customers;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>Reads the customers of a window by Master Data's search (facts §3.5), in stretches of time short enough for what it lists.</summary>
internal sealed partial class VtexCustomerSearch(VtexSession session, TimeProvider timeProvider)
{
    /// <summary>The most that the search gives at a time.</summary>
    private const int MostPerPage = 100;

    private const string RangeHeader = "REST-Content-Range";

    /// <param name="token">Of this search; null to begin.</param>
    public async Task<StorePage> ReadAsync(StorePageRequest request, string? token, CancellationToken cancellationToken)
    {
        var (least, until) = (request.Window.From.ToUnixTimeSeconds(), request.Window.Until.ToUnixTimeSeconds());
        var cursor = token is null ? VtexSearchCursor.Start(least, until) : VtexSearchCursor.Parse(token, least, until);
        var size = Math.Clamp(request.PageSize, 1, MostPerPage);
        while (true)
        {
            var found = await SearchAsync(cursor, Math.Min(size, VtexSearchCursor.MostListed - cursor.Offset), cancellationToken);
            if (cursor.Total < 0)
                cursor = cursor with { Total = found.Total };
            if (found.Total > VtexSearchCursor.MostListed)
            {
                cursor = cursor.Of(cursor.Stretch.Shorter(found.Total, VtexSearchCursor.MostListed) ?? throw TooManyAtOnce());
                continue;
            }

            if (cursor.Offset > 0 && found.Total != cursor.StretchTotal)
            {
                cursor = cursor.Moved(found.Total);
                continue;
            }

            var next = cursor.Offset + found.Count < found.Total ? cursor.Next(found.Count, found.Total)
                : cursor.Stretch.Following(until, found.Total, VtexSearchCursor.MostListed) is { } following ? cursor.Of(following)
                : null;
            if (found.Count == 0 && next is not null)
            {
                cursor = next;
                continue;
            }

            return new StorePage { Customers = found.Customers, Unreadable = found.Unreadable, NextPageToken = next?.ToString(), TotalCount = cursor.Total };
        }
    }

    private async Task<Found> SearchAsync(VtexSearchCursor cursor, int size, CancellationToken cancellationToken)
    {
        int? total = null;
        var question = new VtexQuestion("customers", Search(cursor.Stretch), VtexPermission.Customers)
        {
            Range = string.Create(CultureInfo.InvariantCulture, $"resources={cursor.Offset}-{cursor.Offset + size}"),
            OnAnswer = headers => total = TotalOf(headers),
        };
        return await session.GetAsync(question, json => Read(json, total ?? throw StoreProblems.AnswerUnexpected("it does not say how many customers there are"), cursor.Offset, size), cancellationToken);
    }

    private Found Read(ReadOnlySpan<byte> json, int total, int offset, int size)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Array, "it is no list of customers");

        // Nothing must not be taken for an end.
        if (document.RootElement.GetArrayLength() < Math.Clamp(total - offset, 0, size))
            throw StoreProblems.AnswerUnexpected("the list holds fewer customers than it says");
        var (customers, unreadable) = VtexCustomerDecoder.DecodeAll(document.RootElement.EnumerateArray().Take(size), timeProvider.GetUtcNow());
        return new Found(total, customers, unreadable);
    }

    /// <summary>Sorted, since the search has no order of its own, by what never changes.</summary>
    private static string Search(Stretch stretch) => $"api/dataentities/CL/search?{VtexCustomerQuery.Of(stretch.From, stretch.Until)}&_sort=createdIn%20ASC";

    private static int? TotalOf(HttpResponseHeaders headers) =>
        headers.TryGetValues(RangeHeader, out var values) && Range().Match(values.First()) is { Success: true } range && int.TryParse(range.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var total)
            ? total
            : null;

    private static StoreException TooManyAtOnce() => StoreProblems.Permanent(
        "too_many_customers_at_once",
        new(
            "More customers were created or changed in one second than VTEX lists.",
            "En un segundo se crearon o cambiaron más clientes de los que VTEX lista.",
            "Em um segundo foram criados ou mudados mais clientes do que a VTEX lista."),
        new(
            "Ask VTEX support how customers imported in bulk can be listed.",
            "Consultar al soporte de VTEX cómo listar clientes importados en masa.",
            "Consultar o suporte da VTEX sobre como listar clientes importados em massa."));

    /// <summary><c>resources 0-100/136108</c>; VTEX's documents also show it with <c>=</c>.</summary>
    [GeneratedRegex(@"/(\d{1,10})\s*\z")]
    private static partial Regex Range();

    private sealed record Found(int Total, ImmutableArray<StoreCustomer> Customers, ImmutableArray<UnreadableRecord> Unreadable)
    {
        public int Count => Customers.Length + Unreadable.Length;
    }
}
