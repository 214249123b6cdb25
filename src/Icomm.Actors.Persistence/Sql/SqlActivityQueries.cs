using System.Collections.Immutable;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.Activity;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The tables <c>activity_*</c>, which the transactions that write profiles keep up to date.</summary>
internal sealed class SqlActivityQueries(ISqlDatabase database) : IActivityQueries
{
    private const string SelectMonths = """
        SELECT month, currency, purchases, amount, amount_rest, units, units_rest FROM activity_months WHERE database_key = ?1 AND purchases <> 0 ORDER BY month, currency
        """;

    private const string SelectNewCustomers = "SELECT month, customers FROM activity_new_customers WHERE database_key = ?1 AND customers <> 0 ORDER BY month";

    private const string SelectTop = """
        SELECT n.kind, n.integration, n.term_id, n.name, t.purchases
        FROM (
            SELECT term_key, CAST(sum(purchases) AS BIGINT) AS purchases FROM activity_terms
            WHERE database_key = ?1 AND kind = ?2 AND month >= ?3 AND month <= ?4
            GROUP BY term_key
            HAVING sum(purchases) > 0
        ) t
        JOIN activity_term_names n ON n.term_key = t.term_key
        ORDER BY t.purchases DESC, n.integration, n.term_id
        LIMIT ?5
        """;

    public Task<ImmutableArray<MonthActivity>> MonthsAsync(string account, string databaseId, CancellationToken cancellationToken) => ReadAsync(
        account,
        databaseId,
        SelectMonths,
        static _ => { },
        static row => new MonthActivity(
            MonthOf(row.GetInt32(0)), row.GetText(1), row.GetInt64(2), ActivitySums.Join(row.GetInt64(3), row.GetInt64(4)), ActivitySums.Join(row.GetInt64(5), row.GetInt64(6))),
        cancellationToken);

    public Task<ImmutableArray<NewCustomers>> NewCustomersAsync(string account, string databaseId, CancellationToken cancellationToken) => ReadAsync(
        account, databaseId, SelectNewCustomers, static _ => { }, static row => new NewCustomers(MonthOf(row.GetInt32(0)), row.GetInt64(1)), cancellationToken);

    public Task<ImmutableArray<TermActivity>> TopAsync(
        string account, string databaseId, PostedTermKind kind, DateOnly fromMonth, DateOnly toMonth, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        return ReadAsync(
            account,
            databaseId,
            SelectTop,
            select => select.Bind(2, (long)kind).Bind(3, NumberOf(fromMonth)).Bind(4, NumberOf(toMonth)).Bind(5, limit),
            static row => new TermActivity((PostedTermKind)row.GetInt32(0), row.GetText(1), row.GetText(2), row.GetText(3), row.GetInt64(4)),
            cancellationToken);
    }

    private static DateOnly MonthOf(int number) => new(number / 100, number % 100, 1);

    private static int NumberOf(DateOnly month) => 100 * month.Year + month.Month;

    private async Task<ImmutableArray<T>> ReadAsync<T>(
        string account, string databaseId, string sql, Action<SqlStatement> bind, Func<SqlStatement, T> read, CancellationToken cancellationToken)
    {
        if (await database.ReportAsync(HasJournal, cancellationToken).ConfigureAwait(false))
            await database.WriteAsync(WriteJournal, cancellationToken).ConfigureAwait(false);
        return await database.ReportAsync(
            session =>
            {
                if (!DatabaseKeys.TryFind(session, account, databaseId, out var databaseKey))
                    return [];
                var select = session.Statement(sql).Bind(1, databaseKey);
                bind(select);
                var rows = ImmutableArray.CreateBuilder<T>();
                try
                {
                    while (select.Step())
                        rows.Add(read(select));
                }
                finally
                {
                    select.Reset();
                }

                return rows.DrainToImmutable();
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static bool HasJournal(SqlSession session)
    {
        var select = session.Statement("SELECT EXISTS (SELECT 1 FROM activity_journal)");
        try
        {
            return select.Step() && select.GetBoolean(0);
        }
        finally
        {
            select.Reset();
        }
    }

    private static bool WriteJournal(SqlSession session)
    {
        session.SettleActivity();
        return true;
    }
}
