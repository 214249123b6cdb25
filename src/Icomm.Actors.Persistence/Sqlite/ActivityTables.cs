using Icomm.Actors.Persistence.Sql;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>The tables <c>activity_months</c>, <c>activity_new_customers</c>, <c>activity_terms</c>, and the journal of what is to be added to them.</summary>
internal static class ActivityTables
{
    public static void AddToJournal(SqliteSession session, ActivitySums sums) =>
        session.Statement("INSERT INTO activity_journal (changes) VALUES (?1)").Bind(1, sums.Encode()).Execute();

    /// <summary>Takes the journal's sums out of it and adds them to others.</summary>
    public static void TakeJournal(SqliteSession session, ActivitySums sums)
    {
        var select = session.Statement("SELECT changes FROM activity_journal");
        var isThere = false;
        try
        {
            for (; select.Step(); isThere = true)
                sums.Add(select.GetBlob(0));
        }
        finally
        {
            select.Reset();
        }

        if (isThere)
            session.Statement("DELETE FROM activity_journal").Execute();
    }

    /// <summary>Adds sums to the rows.</summary>
    public static void Write(SqliteSession session, ActivitySums sums)
    {
        foreach (var (key, sum) in sums.Months)
        {
            if (!sum.IsZero)
                Write(session, key, sum);
        }

        foreach (var ((databaseKey, month), customers) in sums.NewCustomers)
        {
            if (customers != 0)
                WriteNewCustomers(session, databaseKey, month, customers);
        }

        foreach (var (key, purchases) in sums.Terms)
        {
            if (purchases != 0)
                Write(session, key, purchases);
        }
    }

    private static void Write(SqliteSession session, ActivitySums.MonthKey key, in ActivitySums.MonthSum sum) => session
        .Statement(
            """
            INSERT INTO activity_months (database_key, month, currency, purchases, amount, amount_rest, units, units_rest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (database_key, month, currency) DO UPDATE
            SET purchases = purchases + excluded.purchases, amount = amount + excluded.amount, amount_rest = amount_rest + excluded.amount_rest,
                units = units + excluded.units, units_rest = units_rest + excluded.units_rest
            """)
        .Bind(1, key.DatabaseKey)
        .Bind(2, key.Month)
        .Bind(3, key.Currency)
        .Bind(4, sum.Purchases)
        .Bind(5, (long)(sum.Amount / ActivitySums.Unit))
        .Bind(6, (long)(sum.Amount % ActivitySums.Unit))
        .Bind(7, (long)(sum.Units / ActivitySums.Unit))
        .Bind(8, (long)(sum.Units % ActivitySums.Unit))
        .Execute();

    private static void WriteNewCustomers(SqliteSession session, long databaseKey, int month, long customers) => session
        .Statement(
            """
            INSERT INTO activity_new_customers (database_key, month, customers) VALUES (?1, ?2, ?3)
            ON CONFLICT (database_key, month) DO UPDATE SET customers = customers + excluded.customers
            """)
        .Bind(1, databaseKey).Bind(2, month).Bind(3, customers)
        .Execute();

    private static void Write(SqliteSession session, ActivitySums.TermKey key, long purchases) => session
        .Statement(
            """
            INSERT INTO activity_terms (database_key, kind, month, term_key, purchases) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (database_key, kind, month, term_key) DO UPDATE SET purchases = purchases + excluded.purchases
            """)
        .Bind(1, key.DatabaseKey).Bind(2, (long)key.Kind).Bind(3, key.Month).Bind(4, key.Term).Bind(5, purchases)
        .Execute();
}
