using System.Runtime.InteropServices;
using Icomm.Actors.Persistence.Profiles;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>Adds up what the profiles of one transaction post to the sums of their databases.</summary>
internal sealed class ActivityTally
{
    private readonly ActivitySums _sums = new();
    private readonly Dictionary<(ActivityTerms.Term Term, int Month), long> _termSums = [];

    /// <summary>The terms that were met, and their numbers.</summary>
    public ActivityTerms Terms { get; } = new();

    public bool IsEmpty => _sums.Count == 0 && _termSums.Count == 0;

    /// <summary>Adds what a profile posts.</summary>
    public void Add(long databaseKey, ZonedActivity zoned)
    {
        var activity = zoned.Activity;
        foreach (var posting in activity.Postings)
        {
            var month = MonthOf(zoned, posting.PlacedAt);
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums.Months, new ActivitySums.MonthKey(databaseKey, month, posting.Currency), out _);
            sum.Purchases += posting.Sign;
            sum.Amount += posting.Sign * (Int128)posting.Amount.TenThousandths;
            sum.Units += posting.Sign * (Int128)posting.Units.TenThousandths;
            foreach (ref readonly var posted in posting.Terms.AsSpan())
                CollectionsMarshal.GetValueRefOrAddDefault(_termSums, (Terms.Get(databaseKey, posted, isCurrent: posting.Sign > 0), month), out _) += posting.Sign;
        }

        CountCustomer(databaseKey, zoned, activity.FirstPurchaseOfMerged, -1);
        if (activity.FirstPurchaseBefore == activity.FirstPurchaseAfter)
            return;
        CountCustomer(databaseKey, zoned, activity.FirstPurchaseBefore, -1);
        CountCustomer(databaseKey, zoned, activity.FirstPurchaseAfter, 1);
    }

    /// <summary>The sums as rows, once all of <see cref="Terms"/> have their numbers. Valid until <see cref="Clear"/>.</summary>
    public ActivitySums Close()
    {
        foreach (var ((term, month), purchases) in _termSums)
        {
            if (purchases != 0)
                _sums.Terms.Add(new ActivitySums.TermKey(term.Id.DatabaseKey, term.Id.Kind, month, term.Key), purchases);
        }

        _termSums.Clear();
        return _sums;
    }

    /// <summary>Begins anew, with the terms that are known.</summary>
    public void Clear()
    {
        ClearSums();
        Terms.Trim();
    }

    /// <summary>Adds up anew, with all terms that were met.</summary>
    public void ClearSums()
    {
        _sums.Clear();
        _termSums.Clear();
    }

    /// <summary>Begins anew, knowing nothing.</summary>
    public void Forget()
    {
        ClearSums();
        Terms.Forget();
    }

    private static int MonthOf(ZonedActivity activity, DateTimeOffset instant)
    {
        var day = activity.Zone.DateOf(instant);
        return 100 * day.Year + day.Month;
    }

    private void CountCustomer(long databaseKey, ZonedActivity zoned, DateTimeOffset? firstPurchase, int sign)
    {
        if (firstPurchase is { } instant)
            CollectionsMarshal.GetValueRefOrAddDefault(_sums.NewCustomers, (databaseKey, MonthOf(zoned, instant)), out _) += sign;
    }
}
