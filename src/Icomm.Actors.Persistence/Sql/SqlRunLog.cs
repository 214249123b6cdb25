using System.Collections.Immutable;
using Dapper;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The table <c>sync_runs</c>.</summary>
internal sealed class SqlRunLog(ISqlDatabase database) : IRunLog
{
    private const int MostMessages = 100;

    private const string Upsert = """
        INSERT INTO sync_runs (account, integration_id, run_id, started_at, ended_at, outcome, records_read, new, changed, unchanged, rejected, pages, messages, started_by, problem_code, stages, suppressed)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
        ON CONFLICT (account, integration_id, run_id) DO UPDATE
        SET started_at = excluded.started_at, ended_at = excluded.ended_at, outcome = excluded.outcome, records_read = excluded.records_read, new = excluded.new, changed = excluded.changed,
            unchanged = excluded.unchanged, rejected = excluded.rejected, pages = excluded.pages, messages = excluded.messages,
            started_by = excluded.started_by, problem_code = excluded.problem_code, stages = excluded.stages,
            suppressed = excluded.suppressed
        WHERE sync_runs.ended_at IS NULL OR excluded.ended_at IS NOT NULL
        """;

    private const string Columns = """
        SELECT account, integration_id AS integrationId, run_id AS runId, started_at AS startedAt, ended_at AS endedAt, outcome,
               records_read AS recordsRead, new, changed, unchanged, rejected, pages, messages, started_by AS startedBy, problem_code AS problemCode, stages, suppressed
        FROM sync_runs WHERE account = @account AND integration_id = @integrationId
        """;

    private const string Conditions = """
        AND (@before IS NULL OR run_id < @before)
        AND (@outcome IS NULL OR outcome = @outcome)
        AND (@trigger IS NULL OR started_by = @trigger)
        AND (@problemCode IS NULL OR problem_code = @problemCode)
        AND (@from IS NULL OR started_at >= @from)
        AND (@until IS NULL OR started_at < @until)
        """;

    private const string Remove = """
        DELETE FROM sync_runs
        WHERE account = ?1 AND integration_id = ?2
          AND run_id IN (SELECT run_id FROM sync_runs WHERE account = ?1 AND integration_id = ?2 AND ended_at < ?3 ORDER BY run_id LIMIT ?4)
        """;

    public Task SaveAsync(RunRow run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var kept = run.Messages.Length <= MostMessages ? run.Messages : run.Messages[^MostMessages..];
        var messages = StoredForms.Encode(kept);
        return database.WriteAsync(
            session => session.Statement(Upsert)
                .Bind(1, run.Account)
                .Bind(2, run.IntegrationId)
                .Bind(3, run.RunId)
                .Bind(4, Instant.Text(run.StartedAt))
                .Bind(5, Instant.Text(run.EndedAt))
                .Bind(6, run.Outcome.ToString())
                .Bind(7, run.Counters.Read)
                .Bind(8, run.Counters.New)
                .Bind(9, run.Counters.Changed)
                .Bind(10, run.Counters.Unchanged)
                .Bind(11, run.Counters.Rejected)
                .Bind(12, run.Counters.Pages)
                .Bind(13, messages)
                .Bind(14, run.Trigger?.ToString())
                .Bind(15, run.ProblemCode)
                .Bind(16, run.Stages.IsEmpty ? null : StoredForms.Encode(run.Stages))
                .Bind(17, run.Counters.Suppressed)
                .Execute(),
            cancellationToken);
    }

    public async Task<RunRow?> FindAsync(string account, string integrationId, string runId, CancellationToken cancellationToken)
    {
        var row = await database.QueryAsync(
            connection => connection.QuerySingleOrDefault<Row>($"{Columns} AND run_id = @runId", new { account, integrationId, runId }), cancellationToken).ConfigureAwait(false);
        return row?.ToRun();
    }

    public async Task<ImmutableArray<RunRow>> ListAsync(string account, string integrationId, RunFilter filter, string? before, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        ArgumentNullException.ThrowIfNull(filter);
        var (outcome, trigger, from, until) = (filter.Outcome?.ToString(), filter.Trigger?.ToString(), Instant.Text(filter.From), Instant.Text(filter.Until));
        var rows = await database.QueryAsync(
            connection => connection.Query<Row>(
                $"{Columns} {Conditions} ORDER BY run_id DESC LIMIT @limit",
                new { account, integrationId, before, outcome, trigger, problemCode = filter.ProblemCode, from, until, limit }).AsList(),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToRun())];
    }

    public Task<int> RemoveAsync(string account, string integrationId, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        return database.WriteAsync(
            session => session.Statement(Remove).Bind(1, account).Bind(2, integrationId).Bind(3, Instant.Text(before)).Bind(4, limit).Execute(), cancellationToken);
    }

    private sealed record Row(
        string Account, string IntegrationId, string RunId, string StartedAt, string? EndedAt, string Outcome,
        long RecordsRead, long New, long Changed, long Unchanged, long Rejected, long Pages, string Messages,
        string? StartedBy, string? ProblemCode, string? Stages, long Suppressed)
    {
        public RunRow ToRun() => new()
        {
            Account = Account,
            IntegrationId = IntegrationId,
            RunId = RunId,
            StartedAt = Instant.Parse(StartedAt),
            EndedAt = Instant.ParseOrNull(EndedAt),
            Outcome = Enum.Parse<RunOutcome>(Outcome),
            Counters = new RunCounters { Read = RecordsRead, New = New, Changed = Changed, Unchanged = Unchanged, Rejected = Rejected, Suppressed = Suppressed, Pages = Pages },
            Trigger = StartedBy is null ? null : Enum.Parse<RunTrigger>(StartedBy),
            ProblemCode = ProblemCode,
            Stages = Stages is null ? [] : StoredForms.DecodeStages(Stages),
            Messages = StoredForms.DecodeMessages(Messages),
        };
    }
}
