using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Sql;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>
/// The tables <c>enriched_profiles</c>, <c>enriched_lists</c> and <c>changed_profiles</c>. Passes read on connections of their own; what they write goes through the one writer, a batch an operation.
/// </summary>
internal sealed class SqliteMasterDataStore(SqliteDatabase database) : SqlMasterDataStore(database)
{
    public override Task<MasterDataBatch> ReadDueAsync(string account, string databaseId, ProfileRange range, long after, RefreshPlan plan, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.Scans.ReadAsync(
            session => DatabaseKeys.TryFind(session, account, databaseId, out var databaseKey)
                ? new DueWalk(session, databaseKey, plan).Read(Math.Max(after, range.After), range.To, limit)
                : new MasterDataBatch([], [], [], null),
            cancellationToken);
    }

    public override Task SaveAsync(string account, string databaseId, IReadOnlyList<EnrichedProfile> rows, IReadOnlyList<long> gone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(gone);
        return rows.Count == 0 && gone.Count == 0
            ? Task.CompletedTask
            : database.WriteAsync(new SaveEnriched(account, databaseId, rows, gone), cancellationToken);
    }

    public override Task SaveScoresAsync(string account, string databaseId, IReadOnlyList<RowScores> scores, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return scores.Count == 0 ? Task.CompletedTask : database.WriteAsync(new SaveScores(account, databaseId, scores), cancellationToken);
    }
}
