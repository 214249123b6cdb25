using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Sql;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>What changes the tables <c>enriched_profiles</c>, <c>enriched_lists</c> and <c>changed_profiles</c>: whole batches with few statements.</summary>
internal sealed class PostgresMasterDataStore(PostgresDatabase database) : SqlMasterDataStore(database)
{
    private readonly ISqlDatabase _database = database;

    public override Task<MasterDataBatch> ReadDueAsync(
        string account, string databaseId, ProfileRange range, long after, RefreshPlan plan, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return _database.ReadAsync(
            session => DatabaseKeys.TryFind(session, account, databaseId, out var databaseKey)
                ? DueRows.Read(session, databaseKey, plan, Math.Max(after, range.After), range.To, limit)
                : new MasterDataBatch([], [], [], null),
            cancellationToken);
    }

    public override Task SaveAsync(string account, string databaseId, IReadOnlyList<EnrichedProfile> rows, IReadOnlyList<long> gone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(gone);
        return rows.Count == 0 && gone.Count == 0
            ? Task.CompletedTask
            : database.WriteAsync(session => EnrichedTables.Save(session, DatabaseKeys.GetOrAdd(session, account, databaseId), rows, gone), cancellationToken);
    }

    public override Task SaveScoresAsync(string account, string databaseId, IReadOnlyList<RowScores> scores, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return scores.Count == 0
            ? Task.CompletedTask
            : database.WriteAsync(
                session => DatabaseKeys.TryFind(session, account, databaseId, out var databaseKey) ? EnrichedTables.SaveScores(session, databaseKey, scores) : 0, cancellationToken);
    }
}
