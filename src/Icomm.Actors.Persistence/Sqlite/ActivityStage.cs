using System.Runtime.InteropServices;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.Profiles;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>
/// What a write transaction adds to the sums of databases. The profiles of one page of orders touch the same months, products and categories again and again, so the sums are added up
/// here and written once, before the commit: either all of it is durable or none.
/// </summary>
internal sealed class ActivityStage
{
    private readonly List<(long DatabaseKey, ZonedActivity Activity)> _ofOperation = [];
    private readonly Dictionary<(long DatabaseKey, int Month, string Currency), MonthSum> _months = [];
    private readonly Dictionary<(long DatabaseKey, int Month), long> _newCustomers = [];
    private readonly Dictionary<(TermId Term, int Month), long> _terms = [];
    private readonly Dictionary<TermId, (string Name, bool IsCurrent)> _names = [];
    private readonly ActivityTermKeys _termKeys = new();

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
        ClearSums();
        _termKeys.Forget();
    }

    /// <summary>Writes the sums within the transaction.</summary>
    public void Flush(SqliteSession session)
    {
        if (_months.Count == 0 && _newCustomers.Count == 0 && _terms.Count == 0)
            return;
        foreach (var ((databaseKey, month, currency), sum) in _months)
            Write(session, databaseKey, month, currency, sum);
        foreach (var ((databaseKey, month), customers) in _newCustomers)
            WriteNewCustomers(session, databaseKey, month, customers);
        foreach (var (term, (name, isCurrent)) in _names)
            _termKeys.Learn(session, term, name, isCurrent);
        foreach (var ((term, month), purchases) in _terms)
            WriteTerm(session, term, month, purchases);
        ClearSums();
        _termKeys.Trim();
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
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_months, (databaseKey, month, posting.Currency), out _);
            sum.Purchases += posting.Sign;
            sum.Amount += posting.Sign * (Int128)posting.Amount.TenThousandths;
            sum.Units += posting.Sign * (Int128)posting.Units.TenThousandths;
            foreach (var posted in posting.Terms)
            {
                var term = new TermId(databaseKey, posted.Kind, posted.IntegrationId, posted.Id);
                CollectionsMarshal.GetValueRefOrAddDefault(_terms, (term, month), out _) += posting.Sign;

                // What is taken off has the name of its time; it serves only where there is no other.
                ref var name = ref CollectionsMarshal.GetValueRefOrAddDefault(_names, term, out var isKnown);
                if (posting.Sign > 0)
                    name = (posted.Name, true);
                else if (!isKnown)
                    name = (posted.Name, false);
            }
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
            CollectionsMarshal.GetValueRefOrAddDefault(_newCustomers, (databaseKey, MonthOf(zoned, instant)), out _) += sign;
    }

    private static void Write(SqliteSession session, long databaseKey, int month, string currency, in MonthSum sum)
    {
        if (sum is { Purchases: 0 } && sum.Amount == 0 && sum.Units == 0)
            return;
        session
            .Statement(
                """
                INSERT INTO activity_months (database_key, month, currency, purchases, amount, amount_rest, units, units_rest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                ON CONFLICT (database_key, month, currency) DO UPDATE
                SET purchases = purchases + excluded.purchases, amount = amount + excluded.amount, amount_rest = amount_rest + excluded.amount_rest,
                    units = units + excluded.units, units_rest = units_rest + excluded.units_rest
                """)
            .Bind(1, databaseKey)
            .Bind(2, month)
            .Bind(3, currency)
            .Bind(4, sum.Purchases)
            .Bind(5, (long)(sum.Amount / ActivityParts.Unit))
            .Bind(6, (long)(sum.Amount % ActivityParts.Unit))
            .Bind(7, (long)(sum.Units / ActivityParts.Unit))
            .Bind(8, (long)(sum.Units % ActivityParts.Unit))
            .Execute();
    }

    private static void WriteNewCustomers(SqliteSession session, long databaseKey, int month, long customers)
    {
        if (customers == 0)
            return;
        session
            .Statement(
                """
                INSERT INTO activity_new_customers (database_key, month, customers) VALUES (?1, ?2, ?3)
                ON CONFLICT (database_key, month) DO UPDATE SET customers = customers + excluded.customers
                """)
            .Bind(1, databaseKey).Bind(2, month).Bind(3, customers)
            .Execute();
    }

    private void WriteTerm(SqliteSession session, TermId term, int month, long purchases)
    {
        if (purchases == 0)
            return;
        session
            .Statement(
                """
                INSERT INTO activity_terms (database_key, kind, month, term_key, purchases) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (database_key, kind, month, term_key) DO UPDATE SET purchases = purchases + excluded.purchases
                """)
            .Bind(1, term.DatabaseKey).Bind(2, (long)term.Kind).Bind(3, month).Bind(4, _termKeys[term]).Bind(5, purchases)
            .Execute();
    }

    private void ClearSums()
    {
        _months.Clear();
        _newCustomers.Clear();
        _terms.Clear();
        _names.Clear();
    }

    private struct MonthSum
    {
        public long Purchases;
        public Int128 Amount;
        public Int128 Units;
    }
}

/// <summary>A sum in two columns: whole units, and ten-thousandths beside them.</summary>
internal static class ActivityParts
{
    public const long Unit = 10_000;

    /// <summary>Ten-thousandths.</summary>
    public static Int128 Join(long whole, long rest) => (Int128)whole * Unit + rest;
}
