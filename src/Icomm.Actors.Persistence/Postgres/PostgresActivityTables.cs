using Icomm.Actors.Persistence.Sql;
using Npgsql;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>The tables <c>activity_*</c>.</summary>
internal static class PostgresActivityTables
{
    private const string Terms = "unnest($1, $2, $3, $4, $5) AS u (database_key, kind, integration, term_id, name)";

    // The first name that is met serves where there is no other; only a current one takes the place of another.
    private const string AddTerms = $"""
        INSERT INTO activity_term_names (database_key, kind, integration, term_id, name)
        SELECT u.database_key, u.kind, u.integration, u.term_id, u.name FROM {Terms} ORDER BY u.database_key, u.kind, u.integration COLLATE "C", u.term_id COLLATE "C"
        ON CONFLICT (database_key, kind, integration, term_id) DO
        """;

    private const string SelectTerms = """
        SELECT u.number, n.term_key, n.name
        FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS u (database_key, kind, integration, term_id, number)
        JOIN activity_term_names n ON n.database_key = u.database_key AND n.kind = u.kind AND n.integration = u.integration AND n.term_id = u.term_id
        """;

    private const string AddMonths = """
        INSERT INTO activity_months AS t (database_key, month, currency, purchases, amount, amount_rest, units, units_rest)
        SELECT u.a, u.b, u.c, u.d, u.e, u.f, u.g, u.h FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS u (a, b, c, d, e, f, g, h)
        ON CONFLICT (database_key, month, currency) DO UPDATE
        SET purchases = t.purchases + excluded.purchases, amount = t.amount + excluded.amount, amount_rest = t.amount_rest + excluded.amount_rest,
            units = t.units + excluded.units, units_rest = t.units_rest + excluded.units_rest
        """;

    private const string AddNewCustomers = """
        INSERT INTO activity_new_customers AS t (database_key, month, customers) SELECT u.a, u.b, u.c FROM unnest($1, $2, $3) AS u (a, b, c)
        ON CONFLICT (database_key, month) DO UPDATE SET customers = t.customers + excluded.customers
        """;

    private const string AddPurchases = """
        INSERT INTO activity_terms AS t (database_key, kind, month, term_key, purchases) SELECT u.a, u.b, u.c, u.d, u.e FROM unnest($1, $2, $3, $4, $5) AS u (a, b, c, d, e)
        ON CONFLICT (database_key, kind, month, term_key) DO UPDATE SET purchases = t.purchases + excluded.purchases
        """;

    /// <summary>Gives new terms their numbers and writes names that changed, each statement durable by itself.</summary>
    public static async Task NumberAsync(NpgsqlConnection connection, IReadOnlyList<ActivityTerms.Term> terms)
    {
        if (terms.Count == 0)
            return;
        await AddAsync([.. terms.Where(term => term.HasNewName)], "UPDATE SET name = excluded.name WHERE activity_term_names.name <> excluded.name").ConfigureAwait(false);
        await AddAsync([.. terms.Where(term => !term.HasNewName)], "NOTHING").ConfigureAwait(false);
        await using var select = PostgresCommands.Of(connection, SelectTerms, Ids(terms));
        await using var reader = await select.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            var term = terms[(int)reader.GetInt64(0) - 1];
            term.Written(reader.GetInt64(1), term.HasNewName ? term.Name : reader.GetString(2));
        }

        async Task AddAsync(ActivityTerms.Term[] some, string onConflict)
        {
            if (some.Length > 0)
                await PostgresCommands.ExecuteAsync(connection, $"{AddTerms} {onConflict}", [.. Ids(some), PostgresCommands.Column(some, term => PostgresText.Of(term.Name))]).ConfigureAwait(false);
        }
    }

    /// <summary>Adds the journal to the tables, within the transaction. One at a time, and to its commit: whoever waited for another finds its sums in the tables.</summary>
    public static void TakeJournal(PostgresSession session)
    {
        session.Lock("activity journal");
        var sums = new ActivitySums();
        var take = session.Statement("DELETE FROM activity_journal RETURNING changes");
        try
        {
            while (take.Step())
                sums.Add(take.GetBlob(0));
        }
        finally
        {
            take.Reset();
        }

        Add(session.Connection, sums);
    }

    private static void Add(NpgsqlConnection connection, ActivitySums sums)
    {
        KeyValuePair<ActivitySums.MonthKey, ActivitySums.MonthSum>[] months = [.. sums.Months.Where(month => !month.Value.IsZero)];
        if (months.Length > 0)
        {
            PostgresCommands.Execute(
                connection, AddMonths,
                PostgresCommands.Column(months, month => month.Key.DatabaseKey), PostgresCommands.Column(months, month => (long)month.Key.Month), PostgresCommands.Column(months, month => PostgresText.Of(month.Key.Currency)),
                PostgresCommands.Column(months, month => month.Value.Purchases),
                PostgresCommands.Column(months, month => (long)(month.Value.Amount / ActivitySums.Unit)), PostgresCommands.Column(months, month => (long)(month.Value.Amount % ActivitySums.Unit)),
                PostgresCommands.Column(months, month => (long)(month.Value.Units / ActivitySums.Unit)), PostgresCommands.Column(months, month => (long)(month.Value.Units % ActivitySums.Unit)));
        }

        KeyValuePair<(long DatabaseKey, int Month), long>[] customers = [.. sums.NewCustomers.Where(month => month.Value != 0)];
        if (customers.Length > 0)
        {
            PostgresCommands.Execute(
                connection, AddNewCustomers,
                PostgresCommands.Column(customers, month => month.Key.DatabaseKey), PostgresCommands.Column(customers, month => (long)month.Key.Month), PostgresCommands.Column(customers, month => month.Value));
        }

        KeyValuePair<ActivitySums.TermKey, long>[] terms = [.. sums.Terms.Where(term => term.Value != 0)];
        if (terms.Length > 0)
        {
            PostgresCommands.Execute(
                connection, AddPurchases,
                PostgresCommands.Column(terms, term => term.Key.DatabaseKey), PostgresCommands.Column(terms, term => (long)term.Key.Kind), PostgresCommands.Column(terms, term => (long)term.Key.Month),
                PostgresCommands.Column(terms, term => term.Key.Term), PostgresCommands.Column(terms, term => term.Value));
        }
    }

    private static object[] Ids(IReadOnlyList<ActivityTerms.Term> terms) =>
    [
        PostgresCommands.Column(terms, term => term.Id.DatabaseKey), PostgresCommands.Column(terms, term => (long)term.Id.Kind),
        PostgresCommands.Column(terms, term => PostgresText.Of(term.Id.Integration)), PostgresCommands.Column(terms, term => PostgresText.Of(term.Id.Id)),
    ];
}
