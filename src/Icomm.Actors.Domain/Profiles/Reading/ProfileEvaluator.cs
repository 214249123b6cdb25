using System.Buffers;
using System.Collections.Immutable;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles.Format;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Domain.Profiles.Reading;

/// <summary>
/// Evaluates every indicator as of a date in one pass back through the purchases: windows are nested, so each window's lists go on where the shorter one's end. Nothing is kept
/// between evaluations, so nothing has to be told that a window has slid.
/// </summary>
internal static class ProfileEvaluator
{
    public static ProfileIndicators Evaluate(in ProfileReader profile, DateOnly asOf, DatabaseSettings settings)
    {
        var zone = CalendarZone.Get(settings.TimeZone);
        PurchaseAges.CheckAnswerable(profile, zone, asOf);
        var buckets = ArrayPool<byte>.Shared.Rent(profile.Rows.Length);
        var lists = new TermLists(profile);
        try
        {
            var isOrdered = PurchaseAges.Fill(profile.Rows, zone, asOf.DayNumber, buckets);
            var sums = Sum(profile, settings, buckets);
            var windows = CollectWindows(profile, settings, zone, sums, buckets, isOrdered, ref lists);
            var indicators = new ProfileIndicators
            {
                AsOf = asOf,
                Currency = settings.Currency,
                Windows = windows,
                Lifetime = sums.Totals(0, Windows.Count - 1),
                SetAside = sums.SetAside(),
            };
            return WithFirstAndLast(indicators, profile, zone, sums, buckets, ref lists);
        }
        finally
        {
            lists.Dispose();
            ArrayPool<byte>.Shared.Return(buckets);
        }
    }

    private static CurrencySums Sum(in ProfileReader profile, DatabaseSettings settings, ReadOnlySpan<byte> buckets)
    {
        var sums = new CurrencySums(profile, settings);
        for (var i = 0; i < profile.Rows.Length; i++)
        {
            ref readonly var row = ref profile.Rows[i];
            if (buckets[i] != PurchaseAges.NotCounted)
                sums.Add(buckets[i], row.Currency, 1, row.Amount, row.Units);
        }

        foreach (ref readonly var total in profile.Totals)
            sums.Add((int)Window.Over360, total.Currency, total.Purchases, total.Amount, total.Units);
        return sums;
    }

    private static ImmutableArray<WindowIndicators> CollectWindows(
        in ProfileReader profile, DatabaseSettings settings, CalendarZone zone, CurrencySums sums, ReadOnlySpan<byte> buckets, bool isOrdered, ref TermLists lists)
    {
        Span<int> latest = stackalloc int[Windows.Count];
        PurchaseAges.FillLatest(buckets[..profile.Rows.Length], latest);
        var windows = ImmutableArray.CreateBuilder<WindowIndicators>(Windows.Count);
        var walk = new Walk(profile, buckets);
        WindowIndicators? previous = null;
        for (var bucket = 0; bucket < Windows.NestedCount; bucket++)
        {
            if (!isOrdered)
            {
                walk = new Walk(profile, buckets);
                lists.Restart();
                previous = null;
            }

            walk.Collect(0, bucket, isOrdered, ref lists);
            previous = Named((Window)bucket, sums.Totals(0, bucket), LastDate(profile, zone, latest[..(bucket + 1)]), lists, previous);
            windows.Add(previous);
        }

        var isLifetime = settings.OlderWindow == OlderWindowPolicy.Lifetime;
        if (!isOrdered || !isLifetime)
        {
            lists.Restart();
            previous = null;
            if (!isOrdered)
                walk = new Walk(profile, buckets);
        }

        const int Oldest = Windows.Count - 1;
        var first = isLifetime ? 0 : Oldest;
        walk.Collect(first, Oldest, isOrdered, ref lists);
        CollectFolded(profile, ref lists);
        var last = LastDate(profile, zone, latest[first..]) ?? LastFoldedDate(profile, zone);
        windows.Add(Named(Window.Over360, sums.Totals(first, Oldest), last, lists, previous));
        return windows.MoveToImmutable();
    }

    /// <summary>Day of the last purchase that has one of some ages; null when none has.</summary>
    private static DateOnly? LastDate(in ProfileReader profile, CalendarZone zone, ReadOnlySpan<int> latest)
    {
        var row = -1;
        foreach (var index in latest)
            row = Math.Max(row, index);
        return row < 0 ? null : zone.DateOfUtcTicks(profile.Rows[row].PlacedAt);
    }

    private static DateOnly? LastFoldedDate(in ProfileReader profile, CalendarZone zone) =>
        profile.FoldedPurchases.IsEmpty ? null : zone.DateOfUtcTicks(profile.FoldedPurchases[^1].PlacedAt);

    private static WindowIndicators Named(Window window, PurchaseTotals totals, DateOnly? last, in TermLists lists, WindowIndicators? shorter) => new()
    {
        Window = window,
        Totals = totals,
        LastPurchaseDate = last,
        Products = lists.Names(TermKind.Product, shorter?.Products ?? default),
        Categories = lists.Names(TermKind.Category, shorter?.Categories ?? default),
        Coupons = lists.Names(TermKind.Coupon, shorter?.Coupons ?? default),
    };

    private static void CollectFolded(in ProfileReader profile, ref TermLists lists)
    {
        var end = profile.Folded.Refs;
        for (var i = profile.FoldedPurchases.Length - 1; i >= 0; i--)
        {
            var start = end - profile.FoldedPurchases[i].RefCount;
            for (var r = start; r < end; r++)
                lists.Add(profile.FoldedRef(r));
            end = start;
        }
    }

    private static ProfileIndicators WithFirstAndLast(
        ProfileIndicators indicators, in ProfileReader profile, CalendarZone zone, CurrencySums sums, ReadOnlySpan<byte> buckets, ref TermLists lists)
    {
        var counted = buckets[..profile.Rows.Length];
        var first = counted.IndexOfAnyExcept(PurchaseAges.NotCounted);
        var last = counted.LastIndexOfAnyExcept(PurchaseAges.NotCounted);
        if (last < 0 && profile.FoldedPurchases.IsEmpty)
            return indicators;

        long lastAt;
        long amount;
        byte currency;
        lists.Restart();
        if (last >= 0)
        {
            ref readonly var row = ref profile.Rows[last];
            (lastAt, amount, currency) = (row.PlacedAt, row.Amount, row.Currency);
            var start = 0;
            foreach (ref readonly var earlier in profile.Rows[..last])
                start += earlier.RefCount;
            for (var r = start; r < start + row.RefCount; r++)
                lists.Add(profile.Ref(r));
        }
        else
        {
            // The latest folded purchase keeps all of its terms: no later one can have taken them.
            ref readonly var row = ref profile.FoldedPurchases[^1];
            (lastAt, amount, currency) = (row.PlacedAt, row.Amount, row.Currency);
            for (var r = profile.Folded.Refs - row.RefCount; r < profile.Folded.Refs; r++)
                lists.Add(profile.FoldedRef(r));
        }

        var firstAt = profile.FoldedPurchases.IsEmpty ? profile.Rows[first].PlacedAt : profile.Folded.FirstPurchase;
        var (firstDay, lastDay) = (zone.DayNumberOfUtcTicks(firstAt), zone.DayNumberOfUtcTicks(lastAt));
        return indicators with
        {
            FirstPurchaseDate = DateOnly.FromDayNumber(firstDay),
            LastPurchaseDate = DateOnly.FromDayNumber(lastDay),
            DaysSinceFirstPurchase = indicators.AsOf.DayNumber - firstDay,
            DaysSinceLastPurchase = indicators.AsOf.DayNumber - lastDay,
            LastPurchaseAmount = sums.Rate(currency) is { } rate ? Sums.Money(Sums.Convert(amount, rate)) : null,
            LastPurchaseBrands = lists.Names(TermKind.Brand),
            LastPurchaseCategories = lists.Names(TermKind.Category),
            LastPurchasePromoCodes = lists.Names(TermKind.Coupon),
        };
    }

    /// <summary>Goes back through the kept orders, remembering where it is.</summary>
    private ref struct Walk(ProfileReader profile, ReadOnlySpan<byte> buckets)
    {
        private readonly ProfileReader _profile = profile;
        private readonly ReadOnlySpan<byte> _buckets = buckets;
        private int _next = profile.Rows.Length - 1;
        private int _refEnd = profile.Header.Refs;

        /// <summary>Adds the terms of the purchases in some buckets; stops before the first one too old when ages are in order, else goes through all.</summary>
        public void Collect(int firstBucket, int lastBucket, bool stopAtOlder, ref TermLists lists)
        {
            for (; _next >= 0; _next--)
            {
                var bucket = _buckets[_next];
                var refStart = _refEnd - _profile.Rows[_next].RefCount;
                if (bucket != PurchaseAges.NotCounted)
                {
                    if (bucket > lastBucket && stopAtOlder)
                        return;
                    if (bucket >= firstBucket && bucket <= lastBucket)
                    {
                        for (var r = refStart; r < _refEnd; r++)
                            lists.Add(_profile.Ref(r));
                    }
                }

                _refEnd = refStart;
            }
        }
    }
}
