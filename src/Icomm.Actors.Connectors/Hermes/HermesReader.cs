using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Domain.Time;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Connectors.Hermes;

/// <summary>What a page of a window came to.</summary>
internal sealed record HermesRecords<T>(ImmutableArray<T> Records, ImmutableArray<UnreadableRecord> Unreadable, HermesCursor? Next, int? Total, DateTimeOffset? StoreTime)
{
    /// <summary>The page with everything but the records in it.</summary>
    public StorePage Around(StorePage page) => page with { Unreadable = Unreadable, NextPageToken = Next?.ToString(), TotalCount = Total, StoreTime = StoreTime };
}

/// <summary>
/// Reads a window of a list by the site's cursors. Where a site forgets a cursor, or comes to the end too early, the window is read again from its start:
/// records read twice do no harm.
/// </summary>
internal sealed partial class HermesReader(HermesSession session, TimeProvider timeProvider, ILogger logger)
{
    private const string WindowIncomplete = "answer_incomplete";

    public async Task<HermesRecords<T>> ReadAsync<T>(string resource, StorePageRequest request, Func<JsonElement, T> decode, CancellationToken cancellationToken)
    {
        var window = Widened(request.Window);
        var size = Math.Clamp(request.PageSize, 1, session.Settings.PageSize);
        var cursor = request.PageToken is { } token ? HermesCursor.Parse(token) : HermesCursor.Start;
        while (true)
        {
            try
            {
                return await ReadAsync(resource, window, cursor, size, decode, cancellationToken);
            }
            catch (StoreException broken) when (broken.Problem.Code is HermesRefusals.CursorExpired or WindowIncomplete && cursor.Restarted(timeProvider.GetUtcNow()) is { } again)
            {
                LogAgain(logger, session.IntegrationId, resource, broken.Problem.Code, cursor.Delivered);
                cursor = again;
            }
            catch (StoreException tooLarge) when (tooLarge.Problem.Code == "answer_too_large" && size > 1)
            {
                // Asked for in smaller pieces, a few huge records don't stop an integration for good.
                size = Math.Max(1, size / 8);
            }
        }
    }

    private async Task<HermesRecords<T>> ReadAsync<T>(
        string resource, TimeInterval window, HermesCursor cursor, int size, Func<JsonElement, T> decode, CancellationToken cancellationToken)
    {
        var (page, next) = await session.GetAsync(resource, Query(window, cursor, size), Read, cancellationToken);
        if (page.Outside > 0)
            LogOutside(logger, session.IntegrationId, resource, page.Outside, page.Count);
        return new HermesRecords<T>(page.Records, page.Unreadable, next, page.Total, session.StoreTime);

        // Where to go on is decided while the answer is read: a page that contradicts the question is asked for again, like one that is no JSON.
        (HermesPage<T> Page, HermesCursor? Next) Read(ReadOnlySpan<byte> json)
        {
            var page = HermesPageReader.Read(json, window, decode);
            if (page.NextCursor is { } site)
                return (page, cursor.After(page.Count, site));
            return cursor.Delivered + page.Count < page.Total ? throw EndsTooEarly(cursor) : (page, null);
        }
    }

    /// <summary>What went missing on the way can't be asked for by a cursor: only the window's start leads there. On the first page there is no way yet.</summary>
    private static StoreException EndsTooEarly(HermesCursor cursor) => cursor.Pages == 0
        ? StoreProblems.AnswerUnexpected("the last page comes before 'total' records came")
        : StoreProblems.Transient(
            WindowIncomplete,
            new(
                "The last page comes before as many records came as 'total' says.",
                "La última página llega antes de tantos registros como dice 'total'.",
                "A última página chega antes de tantos registros como diz 'total'."),
            new(
                "Nothing to do: the window is read again. If it stays, have the site's paging mended: by key (updatedAt, id), not by number.",
                "No hay nada que hacer: el tramo se lee de nuevo. Si sigue igual, hacer corregir la paginación del sitio: por clave (updatedAt, id), no por número.",
                "Não há nada a fazer: o período é lido de novo. Se continuar, mandar corrigir a paginação do site: por chave (updatedAt, id), não por número."));

    public static string Query(TimeInterval window, HermesCursor cursor, int size)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"?updatedSince={Instant(window.From)}&updatedUntil={Instant(window.Until)}&limit={size}");
        return cursor.Site is { } site ? $"{query}&cursor={Uri.EscapeDataString(site)}" : query;
    }

    /// <summary>To whole milliseconds, all that a site needs to know: one that the window only touches is read whole.</summary>
    private static TimeInterval Widened(TimeInterval window)
    {
        var until = window.Until.UtcTicks + TimeSpan.TicksPerMillisecond - 1;
        return new TimeInterval(Floor(window.From.UtcTicks), Floor(Math.Min(until, DateTimeOffset.MaxValue.UtcTicks)));

        static DateTimeOffset Floor(long ticks) => new(ticks - ticks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
    }

    private static string Instant(DateTimeOffset instant) => Uri.EscapeDataString(instant.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    [LoggerMessage(3301, LogLevel.Information, "hermes {IntegrationId}: reading {Resource} broke off ({Code}) after {Delivered}; the window is begun again")]
    private static partial void LogAgain(ILogger logger, string integrationId, string resource, string code, int delivered);

    [LoggerMessage(3302, LogLevel.Warning, "hermes {IntegrationId}: {Outside} of {Count} {Resource} were not changed in the window asked for; they are taken all the same")]
    private static partial void LogOutside(ILogger logger, string integrationId, string resource, int outside, int count);
}
