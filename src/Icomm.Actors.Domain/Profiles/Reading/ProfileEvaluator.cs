using System.Collections.Immutable;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Profiles.Format;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Domain.Profiles.Reading;

/// <summary>Evaluates every indicator as of a date: the numbers, and the lists of names.</summary>
internal static class ProfileEvaluator
{
    public static ProfileIndicators Evaluate(in ProfileReader profile, DateOnly asOf, DatabaseSettings settings)
    {
        var zone = CalendarZone.Get(settings.TimeZone);
        using var ages = new PurchaseAges(profile, zone, asOf, stackalloc byte[PurchaseAges.UsualRows]);
        var sums = CurrencySums.Of(profile, settings, ages.Buckets);
        var numbers = NumbersEvaluator.Evaluate(profile, asOf, settings, zone, ages, sums);
        var lists = new TermLists(profile);
        ListWalk.OfWindows(profile, settings, ages, ref lists);
        var windows = ImmutableArray.CreateBuilder<WindowIndicators>(Windows.Count);
        foreach (var window in Windows.All)
        {
            windows.Add(new WindowIndicators
            {
                Window = window,
                Totals = numbers[(RfmPeriod)window],
                LastPurchaseDate = numbers.LastPurchaseDateOf((RfmPeriod)window),
                Products = lists.Names(window, TermKind.Product),
                Categories = lists.Names(window, TermKind.Category),
                Coupons = lists.Names(window, TermKind.Coupon),
            });
        }

        ListWalk.OfLast(profile, ages, ref lists);
        return new ProfileIndicators
        {
            AsOf = asOf,
            Currency = settings.Currency,
            Windows = windows.MoveToImmutable(),
            Lifetime = numbers[RfmPeriod.Lifetime],
            SetAside = sums.SetAside(),
            FirstPurchaseDate = numbers.FirstPurchaseDate,
            LastPurchaseDate = numbers.LastPurchaseDate,
            DaysSinceFirstPurchase = numbers.DaysSinceFirstPurchase,
            DaysSinceLastPurchase = numbers.DaysSinceLastPurchase,
            LastPurchaseAmount = numbers.LastPurchaseAmount,
            LastPurchaseBrands = lists.Names(TermKind.Brand),
            LastPurchaseCategories = lists.Names(TermKind.Category),
            LastPurchasePromoCodes = lists.Names(TermKind.Coupon),
        };
    }
}
