using System.Collections.Immutable;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>What a list of Magento is called, and how its records are asked for.</summary>
/// <param name="Operation">For logs and metrics.</param>
/// <param name="Path">What follows <c>rest/all/V1/</c>.</param>
/// <param name="Fields">The fields wanted.</param>
/// <param name="StoreViewId">Only records of this store view; null for all.</param>
/// <param name="CreatedFrom">Only records created at this instant or later; null for all.</param>
internal sealed record MagentoList(string Operation, string Path, string Fields, long? StoreViewId = null, DateTimeOffset? CreatedFrom = null);

/// <summary>Reads a window of a list page by page.</summary>
internal sealed class MagentoReader(MagentoSession session)
{
    /// <returns>The records, and the cursor of the page that follows, null after the last one.</returns>
    public async Task<(ImmutableArray<T> Records, ImmutableArray<UnreadableRecord> Unreadable, MagentoCursor? Next, int? Total)> ReadAsync<T>(
        MagentoList list, StorePageRequest request, Func<MagentoRecordDecoder<T>> decoder, CancellationToken cancellationToken)
    {
        // Magento knows whole seconds: one that the window only touches is read whole, so that nothing in it is missed.
        var from = request.Window.From.ToUnixTimeSeconds();
        var until = request.Window.Until.ToUnixTimeSeconds();
        var pageSize = Math.Clamp(request.PageSize, 1, session.Settings.PageSize);
        var cursor = request.PageToken is null ? MagentoCursor.Start(from) : MagentoCursor.Parse(request.PageToken, from, until);
        while (true)
        {
            var size = cursor.Page > 1 ? cursor.PageSize : pageSize;
            var (page, next) = await FetchAsync(list, cursor, until, size, decoder, cancellationToken);
            var total = cursor.Total ?? page.Total;
            var records = Fresh(page.Records, cursor);
            var unreadable = FreshUnreadable(page.Unreadable, cursor);
            if (next is null || records.Length + unreadable.Length > 0)
                return (records, unreadable, next is null ? null : next with { Total = total }, total);
            cursor = next with { Total = total };
        }
    }

    /// <summary>An answer that is too large is asked for again in smaller pieces, so that a few huge records don't stop an integration for good.</summary>
    private async Task<(MagentoPage<T> Page, MagentoCursor? Next)> FetchAsync<T>(
        MagentoList list, MagentoCursor cursor, long until, int size, Func<MagentoRecordDecoder<T>> decoder, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await session.GetAsync(list.Operation, Query(list, cursor, until, size), Read, cancellationToken);
            }
            catch (StoreException tooLarge) when (tooLarge.Problem.Code == "answer_too_large" && size > 1 && cursor.Page == 1)
            {
                size = Math.Max(1, size / 8);
            }
        }

        // Where to go on is decided while the answer is read: a page that contradicts the question is asked for again, like one that is no JSON.
        (MagentoPage<T> Page, MagentoCursor? Next) Read(ReadOnlySpan<byte> json)
        {
            var page = MagentoPageReader.Read(json, decoder());
            return (page, MagentoKeyset.Next(cursor, until, size, page.Keys, page.Count, page.Total));
        }
    }

    private static string Query(MagentoList list, MagentoCursor cursor, long until, int size)
    {
        var query = new MagentoQuery(list.Path, size, cursor.Page, list.Fields);
        if (cursor.Walk == MagentoWalk.Second)
        {
            query.Where("updated_at", "eq", MagentoQuery.Instant(cursor.After.Second)).Where("entity_id", "gt", cursor.After.Id);
        }
        else
        {
            query.Where("updated_at", "gteq", MagentoQuery.Instant(cursor.After.Second)).Where("updated_at", "lteq", MagentoQuery.Instant(until)).SortedBy("updated_at");
        }

        if (list.StoreViewId is { } storeView)
            query.Where("store_id", "eq", storeView);
        if (list.CreatedFrom is { } created)
            query.Where("created_at", "gteq", MagentoQuery.Instant(created.ToUnixTimeSeconds()));
        return query.SortedBy("entity_id").ToString();
    }

    /// <summary>What comes after the cursor; the request brought the rest of its second once more.</summary>
    private static ImmutableArray<T> Fresh<T>(List<(T Record, RecordKey Key)> records, MagentoCursor cursor)
    {
        var fresh = ImmutableArray.CreateBuilder<T>(records.Count);
        foreach (var (record, key) in records)
        {
            if (key.CompareTo(cursor.After) > 0)
                fresh.Add(record);
        }

        return fresh.DrainToImmutable();
    }

    private static ImmutableArray<UnreadableRecord> FreshUnreadable(List<(UnreadableRecord Record, RecordKey? Key)> records, MagentoCursor cursor) =>
        [.. records.Where(each => each.Key is not { } key || key.CompareTo(cursor.After) > 0).Select(each => each.Record)];
}
