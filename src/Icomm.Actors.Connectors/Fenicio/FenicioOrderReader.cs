using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Fenicio;

/// <summary>
/// Reads the orders of a window. Fenicio lists orders by day, presumably that of <c>fechaInicio</c>, and says nowhere when one was changed (facts §4.1). So every order of the window's
/// days and of the days before them is read each time, and all are handed on: what hasn't changed changes nothing.
/// </summary>
internal sealed class FenicioOrderReader(FenicioSession session, FenicioSettings settings, TimeProvider timeProvider)
{
    private readonly FenicioTime _time = new(settings.Zone);

    public async Task<StorePage> ReadAsync(StorePageRequest request, CancellationToken cancellationToken)
    {
        var least = DayOf(request.Window.From - settings.Rescan);
        var most = DayOf(request.Window.Until);

        // Tokens outlive a change of the time zone, which moves a day's edge by a day at most.
        var cursor = request.PageToken is { } token ? FenicioCursor.Parse(token, least - 1, most + 1) : null;

        // Nothing happens after today, unless the shop's clock is ahead of ours.
        var until = Math.Min(most, DayOf(timeProvider.GetUtcNow()) + 1);
        if ((cursor?.Stretch.From ?? least) > until)
            return new StorePage { TotalCount = Math.Max(0, cursor?.Total ?? 0) };
        return await ReadAsync(request.PlacedFrom, cursor ?? FenicioCursor.Start(least, until), until, Math.Clamp(request.PageSize, 1, FenicioOrderList.MaxPageSize), cancellationToken);
    }

    private async Task<StorePage> ReadAsync(DateTimeOffset? placedFrom, FenicioCursor cursor, int until, int pageSize, CancellationToken cancellationToken)
    {
        while (true)
        {
            var size = cursor.Page > 1 ? cursor.PageSize : pageSize;
            var list = await ListAsync(cursor, size, cancellationToken);
            if (cursor.Total < 0)
                cursor = cursor with { Total = list.Total };
            if (cursor.Page == 1 && list.Total > size && cursor.Stretch.Shorter(list.Total, size) is { } shorter)
            {
                cursor = cursor.Of(shorter);
                continue;
            }

            if (cursor.Page > 1 && list.Total < cursor.StretchTotal)
            {
                // Orders have left the day, and those behind them have moved to pages that were read: it is read again, which does no harm. Orders that came in move others to
                // pages that are still to come, and are themselves the next run's.
                cursor = cursor.Again();
                continue;
            }

            var next = cursor.Page * (long)size < list.Total
                ? cursor.NextPage(size, list.Total, list.Mark)
                : cursor.Stretch.Following(until, list.Total, size) is { } following ? cursor.Of(following) : null;

            // Days are those of carts, which may be begun before the start date and bought after it: only the order itself tells.
            list.Orders.RemoveAll(order => order.PlacedAt < placedFrom);
            if (list.Orders.Count == 0 && list.Unreadable.Count == 0 && next is not null)
            {
                cursor = next;
                continue;
            }

            return new StorePage { Orders = [.. list.Orders], Unreadable = [.. list.Unreadable], NextPageToken = next?.ToString(), TotalCount = cursor.Total };
        }
    }

    private Task<FenicioOrderList> ListAsync(FenicioCursor cursor, int size, CancellationToken cancellationToken) => session.ListAsync(
        DateOnly.FromDayNumber((int)cursor.Stretch.From),
        DateOnly.FromDayNumber((int)cursor.Stretch.Until),
        cursor.Page,
        size,
        answer =>
        {
            var list = FenicioOrderList.Read(answer, cursor.Page, size, new FenicioOrderDecoder(_time), timeProvider.GetUtcNow());
            return list.Mark != 0 && list.Mark == cursor.Mark ? throw StoreProblems.AnswerUnexpected("it is the page before once more") : list;
        },
        cancellationToken);

    private int DayOf(DateTimeOffset instant) => _time.DayOf(instant).DayNumber;
}
