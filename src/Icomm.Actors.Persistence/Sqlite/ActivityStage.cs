using System.Runtime.InteropServices;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.Profiles;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>
/// What a write transaction adds to the sums of databases. The profiles of one page of orders touch the same months, products and categories again and again, so the sums are added up
/// here and written once, before the commit: either all of it is durable or none. The sums of a big transaction are noted in a journal, one row, and added to the tables with those of many others
/// later: a thousand products of one transaction would be a thousand rows to rewrite, which took as long as the profiles themselves.
/// </summary>
internal sealed class ActivityStage
{
    /// <summary>Transactions with no more sums than this go to the tables at once, and take the journal with them: it is empty when nothing much goes on.</summary>
    private const int MostWrittenAtOnce = 200;

    /// <summary>Sums in the journal, those of the same row counted each. Adding them up takes some tens of milliseconds.</summary>
    private const int MostInJournal = 100_000;

    private readonly List<(long DatabaseKey, ZonedActivity Activity)> _ofOperation = [];
    private readonly ActivitySums _sums = new();
    private readonly Dictionary<(ActivityTerms.Term Term, int Month), long> _termSums = [];
    private readonly ActivityTerms _terms = new();
    private int _inJournal;

    /// <summary>Adds what an operation has just written; nothing counts before <see cref="Keep"/>.</summary>
    public void Add(long databaseKey, ZonedActivity activity) => _ofOperation.Add((databaseKey, activity));

    /// <summary>The operation has succeeded.</summary>
    public void Keep()
    {
        foreach (var (databaseKey, activity) in _ofOperation)
            Sum(databaseKey, activity);
        _ofOperation.Clear();
    }

    /// <summary>The operation has failed.</summary>
    public void Discard() => _ofOperation.Clear();

    /// <summary>The transaction has been undone.</summary>
    public void Forget()
    {
        _ofOperation.Clear();
        _sums.Clear();
        _termSums.Clear();
        _terms.Forget();
    }

    /// <summary>Writes the sums within the transaction.</summary>
    public void Flush(SqliteSession session)
    {
        if (_sums.Count == 0 && _termSums.Count == 0)
            return;
        _terms.Write(session);
        foreach (var ((term, month), purchases) in _termSums)
        {
            if (purchases != 0)
                _sums.Terms.Add(new ActivitySums.TermKey(term.Id.DatabaseKey, term.Id.Kind, month, term.Key), purchases);
        }

        _termSums.Clear();
        _inJournal += _sums.Count;
        if (_sums.Count <= MostWrittenAtOnce || _inJournal > MostInJournal)
        {
            ActivityTables.TakeJournal(session, _sums);
            ActivityTables.Write(session, _sums);
            _inJournal = 0;
        }
        else
        {
            ActivityTables.AddToJournal(session, _sums);
        }

        _sums.Clear();
        _terms.Trim();
    }

    /// <summary>Adds what is in the journal to the tables: before they are read.</summary>
    public void WriteJournal(SqliteSession session)
    {
        var sums = new ActivitySums();
        ActivityTables.TakeJournal(session, sums);
        ActivityTables.Write(session, sums);
        _inJournal = 0;
    }

    private static int MonthOf(ZonedActivity activity, DateTimeOffset instant)
    {
        var day = activity.Zone.DateOf(instant);
        return 100 * day.Year + day.Month;
    }

    private void Sum(long databaseKey, ZonedActivity zoned)
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
                CollectionsMarshal.GetValueRefOrAddDefault(_termSums, (_terms.Get(databaseKey, posted, isCurrent: posting.Sign > 0), month), out _) += posting.Sign;
        }

        CountCustomer(databaseKey, zoned, activity.FirstPurchaseOfMerged, -1);
        if (activity.FirstPurchaseBefore == activity.FirstPurchaseAfter)
            return;
        CountCustomer(databaseKey, zoned, activity.FirstPurchaseBefore, -1);
        CountCustomer(databaseKey, zoned, activity.FirstPurchaseAfter, 1);
    }

    private void CountCustomer(long databaseKey, ZonedActivity zoned, DateTimeOffset? firstPurchase, int sign)
    {
        if (firstPurchase is { } instant)
            CollectionsMarshal.GetValueRefOrAddDefault(_sums.NewCustomers, (databaseKey, MonthOf(zoned, instant)), out _) += sign;
    }
}
