using System.Text;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles.Format;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Domain.Profiles.Reading;

/// <summary>Says which purchases an indicator is made of, latest first.</summary>
internal static class ProfileExplainer
{
    public static IReadOnlyList<ProfilePurchase> Explain(in ProfileReader profile, Indicator indicator, DateOnly asOf, DatabaseSettings settings)
    {
        var zone = CalendarZone.Get(settings.TimeZone);
        using var ages = new PurchaseAges(profile, zone, asOf, stackalloc byte[PurchaseAges.UsualRows]);
        var buckets = ages.Buckets;
        var integrations = CurrencySums.NamesOf(profile, 0, profile.Header.Integrations);
        var currencies = CurrencySums.NamesOf(profile, profile.Header.Integrations, profile.Header.Currencies);
        var lists = new TermLists(profile);
        var result = new List<ProfilePurchase>();
        var wantsAll = indicator.Metric >= IndicatorMetric.LifetimeRfm;
        var (wantsFirst, wantsLast) = EndOf(indicator.Metric);
        var first = buckets.IndexOfAnyExcept(PurchaseAges.NotCounted);
        var last = buckets.LastIndexOfAnyExcept(PurchaseAges.NotCounted);
        var (refEnd, textEnd) = (profile.Header.Refs, profile.Header.RowText);
        for (var i = profile.Rows.Length - 1; i >= 0; i--)
        {
            ref readonly var row = ref profile.Rows[i];
            refEnd -= row.RefCount;
            textEnd -= row.TextBytes;
            var isWanted = indicator.Window is { } window ? IsIn(window, buckets[i], settings)
                : wantsAll ? buckets[i] != PurchaseAges.NotCounted
                : wantsLast ? i == last
                : wantsFirst && i == first && profile.FoldedPurchases.IsEmpty;
            if (!isWanted)
                continue;
            lists.Restart();
            for (var r = refEnd; r < refEnd + row.RefCount; r++)
                lists.Add(profile.Ref(r));
            if (!HasPart(indicator.Metric, lists))
                continue;
            var text = profile.RowText[textEnd..];
            result.Add(WithLists(lists, new ProfilePurchase
            {
                IntegrationId = integrations[row.Integration],
                OrderId = Encoding.UTF8.GetString(text[..row.IdBytes]),
                Number = row.NumberBytes == 0 ? null : Encoding.UTF8.GetString(text.Slice(row.IdBytes, row.NumberBytes)),
                PlacedAt = new DateTimeOffset(row.PlacedAt, TimeSpan.Zero),
                Date = zone.DateOfUtcTicks(row.PlacedAt),
                Net = new Money(row.Amount),
                Currency = currencies[row.Currency],
                Converted = Converted(row.Amount, currencies[row.Currency], settings),
                Units = new Quantity(row.Units),
            }));
        }

        if (wantsAll || indicator.Window == Window.Over360)
            AddFoldedTotals(profile, integrations, currencies, settings, ref lists, result);
        else if (indicator.Window is null && result.Count == 0 && !profile.FoldedPurchases.IsEmpty)
            result.Add(FoldedEnd(profile, wantsLast, integrations, currencies, settings, zone, ref lists));
        return result;
    }

    private static (bool First, bool Last) EndOf(IndicatorMetric metric) => metric switch
    {
        IndicatorMetric.FirstPurchaseDate or IndicatorMetric.DaysSinceFirstPurchase => (true, false),
        >= IndicatorMetric.LastPurchaseDate and <= IndicatorMetric.LastPurchasePromoCodes => (false, true),
        _ => (false, false),
    };

    private static bool IsIn(Window window, byte bucket, DatabaseSettings settings)
    {
        if (bucket == PurchaseAges.NotCounted)
            return false;
        return window == Window.Over360 ? settings.OlderWindow == OlderWindowPolicy.Lifetime || bucket == (byte)Window.Over360 : bucket <= (byte)window;
    }

    /// <summary>A list is made by the purchases that have something on it; a number by all.</summary>
    private static bool HasPart(IndicatorMetric metric, in TermLists lists) => metric switch
    {
        IndicatorMetric.Products => !lists.Names(TermKind.Product).IsEmpty,
        IndicatorMetric.Categories => !lists.Names(TermKind.Category).IsEmpty,
        IndicatorMetric.Coupons => !lists.Names(TermKind.Coupon).IsEmpty,
        _ => true,
    };

    private static ProfilePurchase WithLists(in TermLists lists, ProfilePurchase purchase) => purchase with
    {
        Products = lists.Names(TermKind.Product),
        Categories = lists.Names(TermKind.Category),
        Brands = lists.Names(TermKind.Brand),
        Coupons = lists.Names(TermKind.Coupon),
    };

    /// <summary>One entry for each integration and currency; what was bought in them can't be told apart by currency any more, so the first entry of an integration has it.</summary>
    private static void AddFoldedTotals(
        in ProfileReader profile, string[] integrations, string[] currencies, DatabaseSettings settings, ref TermLists lists, List<ProfilePurchase> result)
    {
        var previous = -1;
        foreach (ref readonly var total in profile.Totals)
        {
            lists.Restart();
            if (total.Integration != previous)
                CollectFolded(profile, total.Integration, ref lists);
            previous = total.Integration;
            result.Add(WithLists(lists, new ProfilePurchase
            {
                IntegrationId = integrations[total.Integration],
                IsFolded = true,
                Purchases = total.Purchases,
                Net = Sums.Money(total.Amount),
                Currency = currencies[total.Currency],
                Converted = Converted(total.Amount, currencies[total.Currency], settings),
                Units = Sums.Quantity(total.Units),
            }));
        }
    }

    private static void CollectFolded(in ProfileReader profile, byte integration, ref TermLists lists)
    {
        var end = profile.Folded.Refs;
        for (var i = profile.FoldedPurchases.Length - 1; i >= 0; i--)
        {
            var start = end - profile.FoldedPurchases[i].RefCount;
            for (var r = start; r < end && profile.FoldedPurchases[i].Integration == integration; r++)
                lists.Add(profile.FoldedRef(r));
            end = start;
        }
    }

    /// <summary>The last folded purchase is still known with its parts, the first one by its instant only, unless they are the same.</summary>
    private static ProfilePurchase FoldedEnd(
        in ProfileReader profile, bool wantsLast, string[] integrations, string[] currencies, DatabaseSettings settings, CalendarZone zone, ref TermLists lists)
    {
        ref readonly var row = ref profile.FoldedPurchases[wantsLast ? ^1 : 0];
        if (!wantsLast && row.PlacedAt != profile.Folded.FirstPurchase)
        {
            return new ProfilePurchase
            {
                IntegrationId = "",
                IsFolded = true,
                PlacedAt = new DateTimeOffset(profile.Folded.FirstPurchase, TimeSpan.Zero),
                Date = zone.DateOfUtcTicks(profile.Folded.FirstPurchase),
                Net = Money.Zero,
                Currency = settings.Currency,
                Units = Quantity.Zero,
            };
        }

        lists.Restart();
        var (firstRef, firstText) = wantsLast ? (profile.Folded.Refs - row.RefCount, profile.Folded.Text - row.IdBytes) : (0, 0);
        for (var r = firstRef; r < firstRef + row.RefCount; r++)
            lists.Add(profile.FoldedRef(r));
        return WithLists(lists, new ProfilePurchase
        {
            IntegrationId = integrations[row.Integration],
            OrderId = Encoding.UTF8.GetString(profile.FoldedText.Slice(firstText, row.IdBytes)),
            IsFolded = true,
            PlacedAt = new DateTimeOffset(row.PlacedAt, TimeSpan.Zero),
            Date = zone.DateOfUtcTicks(row.PlacedAt),
            Net = new Money(row.Amount),
            Currency = currencies[row.Currency],
            Converted = Converted(row.Amount, currencies[row.Currency], settings),
            Units = new Quantity(row.Units),
        });
    }

    private static Money? Converted(Int128 amount, string currency, DatabaseSettings settings) =>
        settings.RateOf(currency) is { } rate ? Sums.Money(Sums.Convert(amount, rate)) : null;
}
