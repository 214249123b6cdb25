using System.Collections.Immutable;
using Dapper;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Refreshes;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The table <c>refresh_log</c>.</summary>
internal sealed class SqlRefreshLog(ISqlDatabase database) : IRefreshLog
{
    private const int MostMessages = 100;

    private const string Upsert = """
        INSERT INTO refresh_log (account, database_id, refresh_id, number, as_of, started_at, ended_at, outcome, model_version, profiles, evaluated, rescored, unanswerable, segments, transitions, messages)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
        ON CONFLICT (account, database_id, refresh_id) DO UPDATE
        SET number = excluded.number, as_of = excluded.as_of, started_at = excluded.started_at, ended_at = excluded.ended_at, outcome = excluded.outcome, model_version = excluded.model_version,
            profiles = excluded.profiles, evaluated = excluded.evaluated, rescored = excluded.rescored, unanswerable = excluded.unanswerable,
            segments = excluded.segments, transitions = excluded.transitions, messages = excluded.messages
        WHERE refresh_log.ended_at IS NULL OR excluded.ended_at IS NOT NULL
        """;

    private const string Columns = """
        SELECT account, database_id AS databaseId, refresh_id AS refreshId, number, as_of AS asOf, started_at AS startedAt, ended_at AS endedAt, outcome, model_version AS modelVersion,
               profiles, evaluated, rescored, unanswerable, segments, transitions, messages
        FROM refresh_log WHERE account = @account AND database_id = @databaseId
        """;

    public Task SaveAsync(RefreshRow refresh, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(refresh);
        var (segments, transitions) = (StoredForms.Encode(refresh.Segments), StoredForms.Encode(refresh.Transitions));
        var messages = StoredForms.Encode(refresh.Messages.Length <= MostMessages ? refresh.Messages : refresh.Messages[^MostMessages..]);
        return database.WriteAsync(
            session => session.Statement(Upsert)
                .Bind(1, refresh.Account)
                .Bind(2, refresh.DatabaseId)
                .Bind(3, refresh.RefreshId)
                .Bind(4, refresh.Number)
                .Bind(5, Day.Text(refresh.AsOf))
                .Bind(6, Instant.Text(refresh.StartedAt))
                .Bind(7, Instant.Text(refresh.EndedAt))
                .Bind(8, refresh.Outcome.ToString())
                .Bind(9, refresh.ModelVersion)
                .Bind(10, refresh.Counters.Profiles)
                .Bind(11, refresh.Counters.Evaluated)
                .Bind(12, refresh.Counters.Rescored)
                .Bind(13, refresh.Counters.Unanswerable)
                .Bind(14, segments)
                .Bind(15, transitions)
                .Bind(16, messages)
                .Execute(),
            cancellationToken);
    }

    public async Task<RefreshRow?> FindAsync(string account, string databaseId, string refreshId, CancellationToken cancellationToken)
    {
        var row = await database.QueryAsync(
            connection => connection.QuerySingleOrDefault<Row>($"{Columns} AND refresh_id = @refreshId", new { account, databaseId, refreshId }), cancellationToken).ConfigureAwait(false);
        return row?.ToRefresh();
    }

    public async Task<ImmutableArray<RefreshRow>> ListAsync(string account, string databaseId, string? before, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        var page = before is null ? "" : "AND refresh_id < @before";
        var rows = await database.QueryAsync(
            connection => connection.Query<Row>($"{Columns} {page} ORDER BY refresh_id DESC LIMIT @limit", new { account, databaseId, before, limit }).AsList(),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToRefresh())];
    }

    private sealed record Row(
        string Account, string DatabaseId, string RefreshId, long Number, string AsOf, string StartedAt, string? EndedAt, string Outcome, long? ModelVersion,
        long Profiles, long Evaluated, long Rescored, long Unanswerable, string Segments, string Transitions, string Messages)
    {
        public RefreshRow ToRefresh() => new()
        {
            Account = Account,
            DatabaseId = DatabaseId,
            RefreshId = RefreshId,
            Number = Number,
            AsOf = Day.Parse(AsOf),
            StartedAt = Instant.Parse(StartedAt),
            EndedAt = Instant.ParseOrNull(EndedAt),
            Outcome = Enum.Parse<RunOutcome>(Outcome),
            ModelVersion = ModelVersion,
            Counters = new RefreshCounters { Profiles = Profiles, Evaluated = Evaluated, Rescored = Rescored, Unanswerable = Unanswerable },
            Segments = StoredForms.DecodeSegments(Segments),
            Transitions = StoredForms.DecodeTransitions(Transitions),
            Messages = StoredForms.DecodeMessages(Messages),
        };
    }
}
