using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Grains.Running;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Publishing;
using Icomm.Actors.Persistence.Refreshes;

namespace Icomm.Actors.Grains.Refreshes;

/// <summary>
/// One refresh: removes what is too old to be kept, evaluates the rows that are due, computes the cuts of the population, scores every row and starts the publications. Ranges of profiles are handed to grains, a bounded number
/// at a time; a checkpoint after each means that a refresh that is taken up does no more than a few ranges twice, to no effect.
/// </summary>
/// <param name="checkpoint">Makes <paramref name="record"/> durable.</param>
internal sealed class RefreshRun(
    DatabaseKey database,
    RefreshRecord record,
    IGrainFactory grains,
    IMasterDataStore rows,
    IRfmModelStore models,
    IPublicationStore publications,
    Retention retention,
    RefreshOptions options,
    TimeProvider time,
    Func<Task> checkpoint)
{
    private readonly RankSearch _search = new();

    /// <summary>The first pass of the search, if every range was evaluated by this very run: it comes with the evaluation.</summary>
    private RankCounts? _firstPass;

    private RefreshCheckpoint Refresh
    {
        get => record.Current!;
        set => record.Current = value;
    }

    private long SettingsStamp => RefreshStamps.OfEvaluation(Refresh.Settings);

    /// <exception cref="OperationCanceledException">It was stopped; it goes on from its checkpoint.</exception>
    public async Task<RefreshTallies> WorkAsync(CancellationToken cancellationToken)
    {
        var tallies = RefreshTallies.None;
        if (Refresh is { Stage: RefreshStage.Evaluating, Ranges.IsEmpty: true })
            await retention.ApplyAsync(database, Refresh.Settings, grains, cancellationToken);
        if (await IsNeededAsync(cancellationToken))
        {
            await EvaluateAsync(cancellationToken);
            await CutAsync(cancellationToken);
            tallies = await ScoreAsync(cancellationToken);
        }

        if (Refresh.Publish)
            await PublishAsync(cancellationToken);
        return tallies;
    }

    /// <summary>A refresh as of the same day by the same rules as the last one, after which no profile changed, would find everything as it is.</summary>
    private async Task<bool> IsNeededAsync(CancellationToken cancellationToken)
    {
        if (!Refresh.Ranges.IsEmpty || record.LastCompleted is not { } last || last.Number != Refresh.Number - 1 || last.AsOf != Refresh.AsOf
            || last.SettingsStamp != SettingsStamp || last.ModelStamp != RefreshStamps.OfScoring(Refresh.Settings))
            return true;
        if (await rows.HasDueAsync(database.Account, database.Database, new RefreshPlan(Refresh.AsOf.DayNumber, SettingsStamp), cancellationToken))
            return true;
        Refresh = Refresh with { ModelVersion = last.ModelVersion };
        return false;
    }

    private async Task EvaluateAsync(CancellationToken cancellationToken)
    {
        if (Refresh.Stage != RefreshStage.Evaluating)
            return;
        if (Refresh.Ranges.IsEmpty)
        {
            var ranges = await rows.PlanRangesAsync(database.Account, database.Database, options.ProfilesPerRange, cancellationToken);
            Refresh = Refresh with { Ranges = [.. ranges.Select(range => new RangeCheckpoint(range, IsDone: false))] };
        }

        var question = _search.Next()!;
        var isWhole = Refresh.Ranges.All(range => !range.IsDone);
        var counts = new RankCounts(question);
        await EachRangeAsync(
            async (grain, range) =>
            {
                var done = await grain.EvaluateAsync(new EvaluateProfiles(range, Refresh.AsOf, Refresh.Settings, SettingsStamp: 0, question));
                counts.Merge(RankCounts.FromBytes(question, done.Counts));
                Refresh = Refresh with
                {
                    Counters = Refresh.Counters with
                    {
                        Profiles = Refresh.Counters.Profiles + done.Profiles,
                        Evaluated = Refresh.Counters.Evaluated + done.Evaluated,
                        Unanswerable = Refresh.Counters.Unanswerable + done.Unanswerable,
                    },
                };
            },
            cancellationToken);
        _firstPass = isWhole ? counts : null;
        await NextStageAsync(RefreshStage.Cutting);
    }

    private async Task CutAsync(CancellationToken cancellationToken)
    {
        if (Refresh.Stage != RefreshStage.Cutting)
            return;
        while (_search.Next() is { } question)
        {
            _search.Answer(_firstPass ?? await CountAsync(question, cancellationToken));
            _firstPass = null;
        }

        var settings = Refresh.Settings;
        var model = new RfmModel
        {
            Version = Refresh.Number,
            AsOf = Refresh.AsOf,
            ComputedAt = time.GetUtcNow(),
            Method = settings.RfmMethod,
            Currency = settings.Currency,
            OlderWindow = settings.OlderWindow,
            Periods = _search.Cuts(settings.RfmMethod, Refresh.AsOf.DayNumber),
            Segments = settings.Segments(),
        };
        await models.SaveAsync(database.Account, database.Database, model, cancellationToken);
        Refresh = Refresh with { ModelVersion = model.Version };
        await NextStageAsync(RefreshStage.Scoring);
    }

    private async Task<RankCounts> CountAsync(RankQuestion question, CancellationToken cancellationToken)
    {
        var counts = new RankCounts(question);
        await EachRangeAsync(async (grain, range) => counts.Merge(RankCounts.FromBytes(question, await grain.CountAsync(range, question))), cancellationToken, isCheckpointed: false);
        return counts;
    }

    private async Task<RefreshTallies> ScoreAsync(CancellationToken cancellationToken)
    {
        var tallies = new RefreshTallies();
        if (Refresh.Stage != RefreshStage.Scoring)
            return tallies;

        // Tallies are of all ranges: after an interruption all are scored again, which writes nothing where it has been done.
        Refresh = Refresh with { Ranges = AllOpen(), Counters = Refresh.Counters with { Rescored = 0 } };
        await EachRangeAsync(
            async (grain, range) =>
            {
                var done = await grain.ScoreAsync(new ScoreProfiles(range, Refresh.AsOf, Refresh.Number, Refresh.ModelVersion!.Value));
                tallies.Add(done);
                Refresh = Refresh with { Counters = Refresh.Counters with { Rescored = Refresh.Counters.Rescored + done.Rescored } };
            },
            cancellationToken,
            isCheckpointed: false);
        return tallies;
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        foreach (var publication in await publications.ListAsync(database.Account, database.Database, cancellationToken))
            await grains.GetGrain<IPublicationGrain>(publication.Key.ToString()).PublishAsync(Refresh.AsOf);
    }

    /// <summary>Has every open range worked on, a bounded number at a time. All of this runs on the caller's scheduler, one step at a time.</summary>
    private async Task EachRangeAsync(Func<IRefreshRangeGrain, ProfileRange, Task> work, CancellationToken cancellationToken, bool isCheckpointed = true)
    {
        var next = 0;
        var ranges = Refresh.Ranges;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(options.RangesInFlight, ranges.Length)).Select(_ => WorkUntilNoneIsLeftAsync()));

        async Task WorkUntilNoneIsLeftAsync()
        {
            while (next < ranges.Length)
            {
                var index = next++;
                if (isCheckpointed && ranges[index].IsDone)
                    continue;
                cancellationToken.ThrowIfCancellationRequested();
                await RetryAsync(() => work(grains.GetGrain<IRefreshRangeGrain>(database.OfRange(index)), ranges[index].Range));
                if (!isCheckpointed)
                    continue;
                Refresh = Refresh with { Ranges = Refresh.Ranges.SetItem(index, ranges[index] with { IsDone = true }) };
                await checkpoint();
            }
        }

        async Task RetryAsync(Func<Task> call)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await call();
                    return;
                }
                catch (Exception exception) when (!PassingFaults.IsInterruption(exception, cancellationToken) && attempt < options.RangeAttempts)
                {
                    // A silo may have gone, or the store was busy: a unit may be done again.
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
    }

    private Task NextStageAsync(RefreshStage stage)
    {
        Refresh = Refresh with { Stage = stage, Ranges = AllOpen() };
        return checkpoint();
    }

    private ImmutableArray<RangeCheckpoint> AllOpen() => [.. Refresh.Ranges.Select(range => range with { IsDone = false })];
}
