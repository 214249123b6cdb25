using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>Reads the customers of a window by Master Data's scroll (facts §3.5): a thousand at a time and however many there are, but only forward, and forgotten after twenty minutes without a question.</summary>
internal sealed class VtexCustomerScroll(VtexSession session, TimeProvider timeProvider)
{
    /// <summary>The most that VTEX gives at a time. A scroll is to be short: whatever breaks it off, it is lost.</summary>
    public const int MostPerPage = 1_000;

    private const string TokenHeader = "X-VTEX-MD-TOKEN";
    private const string TotalHeader = "REST-Content-Total";

    /// <returns>Null when the scroll ends before everybody came: a page was lost on its way, and the scroll has moved on. Only the count tells.</returns>
    /// <exception cref="StoreException">No usable answer came; <see cref="VtexRefusals.ScrollExpired"/> and <see cref="VtexRefusals.ScrollsTaken"/> are of the scroll alone.</exception>
    public async Task<StorePage?> ReadAsync(StorePageRequest request, VtexScrollCursor cursor, CancellationToken cancellationToken)
    {
        var (scroll, total) = (cursor.Scroll, cursor.Total);
        var path = scroll is null ? Begin(request.Window, Math.Clamp(request.PageSize, 1, MostPerPage)) : $"api/dataentities/CL/scroll?_token={Uri.EscapeDataString(scroll)}";
        var question = new VtexQuestion("customers", path, VtexPermission.Customers) { OnAnswer = Listen };
        var (customers, unreadable) = await session.GetAsync(question, Read, cancellationToken);
        var delivered = cursor.Delivered + customers.Length + unreadable.Length;
        int? totalCount = total < 0 ? null : total;
        if (delivered > cursor.Delivered)
        {
            var next = new VtexScrollCursor(delivered, total, scroll ?? throw StoreProblems.AnswerUnexpected("a scroll has no token"));
            return new StorePage { Customers = customers, Unreadable = unreadable, NextPageToken = next.ToString(), TotalCount = totalCount };
        }

        return delivered < total ? null : new StorePage { TotalCount = totalCount };

        void Listen(HttpResponseHeaders headers)
        {
            if (First(headers, TokenHeader) is { } token && VtexSettings.HeaderSafe().IsMatch(token))
                scroll = token;
            if (cursor.Scroll is null && int.TryParse(First(headers, TotalHeader), NumberStyles.None, CultureInfo.InvariantCulture, out var said))
                total = said;
        }
    }

    private (ImmutableArray<StoreCustomer> Customers, ImmutableArray<UnreadableRecord> Unreadable) Read(ReadOnlySpan<byte> json)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Array, "it is no list of customers");
        return VtexCustomerDecoder.DecodeAll(document.RootElement.EnumerateArray(), timeProvider.GetUtcNow());
    }

    /// <summary>Whole seconds: one that the window only touches is read whole.</summary>
    private static string Begin(TimeInterval window, int size) => string.Create(
        CultureInfo.InvariantCulture,
        $"api/dataentities/CL/scroll?_size={size}&{VtexCustomerQuery.Of(window.From.ToUnixTimeSeconds(), window.Until.ToUnixTimeSeconds())}");

    private static string? First(HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault()?.Trim() : null;
}
