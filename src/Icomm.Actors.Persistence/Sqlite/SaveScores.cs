using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Sql;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>Writes the scores of rows where they differ.</summary>
internal sealed class SaveScores(string account, string databaseId, IReadOnlyList<RowScores> scores) : WriteOperation<bool>
{
    private static readonly string Update = $"""
        UPDATE enriched_profiles SET ({EnrichedColumns.List(EnrichedColumns.Scores)}) = ({Parameters})
        WHERE database_key = ?1 AND profile_key = ?2 AND ({EnrichedColumns.List(EnrichedColumns.Scores)}) IS NOT ({Parameters})
        """;

    // Each row is one statement, and any part of a batch may be kept.
    public override bool IsSingleStatement => true;

    private static string Parameters => string.Join(", ", Enumerable.Range(3, EnrichedColumns.Scores.Length).Select(number => $"?{number}"));

    protected override bool Write(SqliteSession session)
    {
        if (!DatabaseKeys.TryFind(session, account, databaseId, out var databaseKey))
            return true;
        foreach (var row in scores)
        {
            var statement = session.Statement(Update).Bind(1, databaseKey).Bind(2, row.Key);
            for (var period = 0; period < RfmPeriods.Count; period++)
                statement.Bind(3 + period, row.Codes[period]);
            const int Rest = 3 + RfmPeriods.Count;
            statement
                .Bind(Rest, row.Group)
                .Bind(Rest + 1, row.Segment)
                .Bind(Rest + 2, row.PreviousSegment)
                .Bind(Rest + 3, row.SegmentChangedOn)
                .Bind(Rest + 4, row.SegmentChangedIn)
                .Bind(Rest + 5, row.Fingerprint)
                .Execute();
        }

        return true;
    }
}
