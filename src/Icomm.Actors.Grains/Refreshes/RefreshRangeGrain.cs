using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Grains.Refreshes;

public sealed class RefreshRangeGrain(IMasterDataStore rows, RfmScorers scorers) : Grain, IRefreshRangeGrain
{
    /// <summary>Rows of one read; due ones, which bring their state along, and those that are written come in quarters of it.</summary>
    private const int BatchSize = 4_096;

    private DatabaseKey Database => DatabaseKey.ParseRange(this.GetPrimaryKeyString());

    public async Task<RangeEvaluated> EvaluateAsync(EvaluateProfiles order)
    {
        var (account, database) = Database;

        // Rows are stamped by whoever evaluates them: in an upgrade silos of two versions share a refresh.
        var plan = new RefreshPlan(order.AsOf.DayNumber, RefreshStamps.OfEvaluation(order.Settings));
        var evaluator = new RowEvaluator(order, plan);
        var counts = new RankCounts(order.Question);
        var (profiles, evaluated, unanswerable) = (0L, 0L, 0L);
        var saving = Task.CompletedTask;
        try
        {
            for (long? after = order.Range.After; after is not null;)
            {
                // The next batch is read while the one before is written: they have no row in common.
                var batch = await rows.ReadDueAsync(account, database, order.Range, after.Value, plan, BatchSize, CancellationToken.None);
                CountAll(counts, batch.Values);
                var due = new EnrichedProfile[batch.Due.Length];
                for (var i = 0; i < due.Length; i++)
                {
                    due[i] = evaluator.Evaluate(batch.Due[i]);
                    Count(counts, due[i]);
                    unanswerable += due[i].ProblemCode is null ? 0 : 1;
                }

                await saving;
                if (due.Length + batch.Gone.Length > 0)
                    saving = rows.SaveAsync(account, database, due, batch.Gone, CancellationToken.None);
                profiles += batch.Values.Length / RfmPeriods.Count + due.Length;
                evaluated += due.Length;
                after = batch.Next;
            }
        }
        finally
        {
            await saving;
        }

        return new RangeEvaluated(profiles, evaluated, unanswerable, counts.ToBytes());
    }

    public async Task<byte[]> CountAsync(ProfileRange range, RankQuestion question)
    {
        var (account, database) = Database;
        var counts = new RankCounts(question);
        for (long? after = range.After; after is not null;)
        {
            var batch = await rows.ReadValuesAsync(account, database, range, after.Value, BatchSize, CancellationToken.None);
            CountAll(counts, batch.Values);
            after = batch.Next;
        }

        return counts.ToBytes();
    }

    public async Task<RangeScored> ScoreAsync(ScoreProfiles order)
    {
        var (account, database) = Database;
        var model = await scorers.GetAsync(Database, order.ModelVersion) ?? throw new InvalidOperationException($"{Database} has no RFM model {order.ModelVersion}.");
        var scorer = new RowScorer(model, order.AsOf, order.Number);
        var changed = new List<RowScores>();
        var rescored = 0L;
        for (long? after = order.Range.After; after is not null;)
        {
            var batch = await rows.ReadScoresAsync(account, database, order.Range, after.Value, BatchSize, CancellationToken.None);
            foreach (var row in batch)
            {
                var scores = scorer.Score(row);
                if (scores is not null && !ReferenceEquals(scores, row.Scores))
                    changed.Add(scores);
            }

            foreach (var part in changed.Chunk(BatchSize / 4))
                await rows.SaveScoresAsync(account, database, part, CancellationToken.None);
            rescored += changed.Count;
            changed.Clear();
            after = batch.Length == BatchSize ? batch[^1].Key : null;
        }

        return new RangeScored(rescored, scorer.Tallies.Segments, scorer.Tallies.Transitions);
    }

    private static void CountAll(RankCounts counts, ReadOnlySpan<RfmValues> values)
    {
        for (; !values.IsEmpty; values = values[RfmPeriods.Count..])
            counts.Add(values[..RfmPeriods.Count]);
    }

    private static void Count(RankCounts counts, EnrichedProfile row)
    {
        Span<RfmValues> values = stackalloc RfmValues[RfmPeriods.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = row.Periods[i].Rfm;
        counts.Add(values);
    }
}
