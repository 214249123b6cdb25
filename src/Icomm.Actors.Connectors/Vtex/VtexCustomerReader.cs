using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Time;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>
/// Reads Master Data's customers by scroll (facts §3.5): the only way past its search's 10,000. A scroll can only go forward, and is forgotten after twenty minutes without a
/// question: one that breaks off is begun again, since customers read twice do no harm. So is one that another process began: the page that was on its way to it is lost.
/// </summary>
internal sealed partial class VtexCustomerReader(VtexSession session, TimeProvider timeProvider, ILogger logger)
{
    /// <summary>The most that VTEX gives. A scroll is to be short: whatever breaks it off, it begins anew.</summary>
    public const int MostPerPage = 1_000;

    private const string TokenHeader = "X-VTEX-MD-TOKEN";
    private const string TotalHeader = "REST-Content-Total";
    private const string IncompleteCode = "scroll_incomplete";
    private const string OrphanCode = "process_gone";

    public async Task<StorePage> ReadAsync(StorePageRequest request, CancellationToken cancellationToken)
    {
        var size = Math.Clamp(request.PageSize, 1, MostPerPage);
        var cursor = request.PageToken is { } token ? VtexCustomerCursor.Parse(token) : VtexCustomerCursor.Start;
        if (cursor.IsOrphan)
        {
            LogAgain(logger, session.IntegrationId, OrphanCode, cursor.Delivered);
            cursor = cursor.Anew();
        }

        while (true)
        {
            try
            {
                return await ReadAsync(request.Window, cursor, size, cancellationToken);
            }
            catch (StoreException broken) when (broken.Problem.Code is VtexRefusals.ScrollExpired or IncompleteCode && cursor.Attempt < VtexCustomerCursor.MostAttempts)
            {
                LogAgain(logger, session.IntegrationId, broken.Problem.Code, cursor.Delivered);
                cursor = cursor.Again();
            }
        }
    }

    private async Task<StorePage> ReadAsync(TimeInterval window, VtexCustomerCursor cursor, int size, CancellationToken cancellationToken)
    {
        var (scroll, total) = (cursor.Scroll, cursor.Total);
        var path = cursor.Scroll is { } going ? $"api/dataentities/CL/scroll?_token={Uri.EscapeDataString(going)}" : Begin(window, size);
        var question = new VtexQuestion("customers", path, VtexPermission.Customers) { OnAnswer = Listen };
        var (customers, unreadable) = await session.GetAsync(question, Read, cancellationToken);
        var count = customers.Length + unreadable.Length;
        var delivered = cursor.Delivered + count;
        if (count > 0)
        {
            var next = new VtexCustomerCursor(cursor.Attempt, delivered, total, scroll ?? throw StoreProblems.AnswerUnexpected("a scroll has no token"));
            return new StorePage { Customers = customers, Unreadable = unreadable, NextPageToken = next.ToString(), TotalCount = total < 0 ? null : total };
        }

        // A page lost on its way can't be asked for again: the scroll has moved on. Only the count tells.
        if (delivered < total)
            throw StoreProblems.Transient(
                IncompleteCode,
                new("The store gave fewer customers than it said there are.", "La tienda dio menos clientes de los que dijo tener.", "A loja deu menos clientes do que disse ter."),
                VtexRefusals.ReadAgain);
        return new StorePage { TotalCount = total < 0 ? null : total };

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
        var readAt = timeProvider.GetUtcNow();
        var customers = ImmutableArray.CreateBuilder<StoreCustomer>();
        var unreadable = ImmutableArray.CreateBuilder<UnreadableRecord>();
        foreach (var customer in document.RootElement.EnumerateArray())
        {
            try
            {
                customers.Add(VtexCustomerDecoder.Decode(customer, readAt));
            }
            catch (RecordException failure)
            {
                unreadable.Add(new UnreadableRecord(RecordJson.Text(customer, "id"), failure.Code, failure.Message, VtexJson.Raw(customer)));
            }
        }

        return (customers.DrainToImmutable(), unreadable.DrainToImmutable());
    }

    /// <summary>Whole seconds: one that the window only touches is read whole.</summary>
    private static string Begin(TimeInterval window, int size)
    {
        var from = window.From.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var until = window.Until.AddTicks(TimeSpan.TicksPerSecond - 1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var where = $"(createdIn between {from} AND {until}) OR (updatedIn between {from} AND {until})";
        return string.Create(CultureInfo.InvariantCulture, $"api/dataentities/CL/scroll?_size={size}&_fields={VtexCustomerDecoder.Fields}&_where={Uri.EscapeDataString(where)}");
    }

    private static string? First(HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault()?.Trim() : null;

    [LoggerMessage(3202, LogLevel.Information, "vtex {IntegrationId}: the scroll over the customers broke off ({Code}) after {Delivered}; it is begun again")]
    private static partial void LogAgain(ILogger logger, string integrationId, string code, int delivered);
}
