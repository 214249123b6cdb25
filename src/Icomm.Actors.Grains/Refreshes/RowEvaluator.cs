using System.Buffers;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Grains.Refreshes;

/// <summary>Makes profiles' rows of the master data. Used by one caller at a time.</summary>
internal sealed class RowEvaluator(EvaluateProfiles order, RefreshPlan plan)
{
    private static readonly byte[] NoLists = "{}"u8.ToArray();
    private static readonly ProfileSummary Nobody = new(null, null, null, 0, 0, null, null);

    private readonly RowHash _hash = new();
    private readonly ArrayBufferWriter<byte> _lists = new(4_096);

    public EnrichedProfile Evaluate(DueProfile due)
    {
        try
        {
            return Evaluate(due, ProfileState.Decode(due.State));
        }
        catch (ProfileStateException unreadable)
        {
            // One damaged profile must not hold up the others; it is looked at again each day.
            return Row(due, Nobody, new PeriodMetrics[RfmPeriods.Count], numbers: null, NoLists, order.AsOf.DayNumber + 1, unreadable.Code);
        }
    }

    private EnrichedProfile Evaluate(DueProfile due, ProfileState state)
    {
        try
        {
            var numbers = state.EvaluateNumbers(order.AsOf, order.Settings);
            _lists.ResetWrittenCount();
            state.WriteLists(order.AsOf, order.Settings, _lists);
            var nextChange = state.NextChangeDate(order.AsOf, order.Settings)?.DayNumber ?? int.MaxValue;
            return Row(due, state.Summarize(), MetricsOf(numbers), numbers, _lists.WrittenSpan.ToArray(), nextChange, problem: null);
        }
        catch (AsOfUnanswerableException unanswerable)
        {
            // Nobody can say what it was on that day: it is in no population, and from the first answerable day on it is due again.
            return Row(due, state.Summarize(), new PeriodMetrics[RfmPeriods.Count], numbers: null, NoLists, unanswerable.Earliest.DayNumber, unanswerable.Code);
        }
    }

    private EnrichedProfile Row(DueProfile due, ProfileSummary summary, PeriodMetrics[] periods, ProfileNumbers? numbers, byte[] lists, int nextChange, string? problem) => new()
    {
        Key = due.Key,
        ProfileId = due.ProfileId,
        StateVersion = due.Version,
        Email = summary.Email,
        FirstName = summary.FirstName,
        LastName = summary.LastName,
        EvaluatedOn = order.AsOf.DayNumber,
        NextChangeOn = nextChange,
        SettingsStamp = plan.SettingsStamp,
        Periods = periods,
        FirstPurchaseOn = numbers?.FirstPurchaseDate?.DayNumber ?? 0,
        LastPurchaseOn = numbers?.LastPurchaseDate?.DayNumber ?? 0,
        LastPurchaseAmount = numbers?.LastPurchaseAmount?.TenThousandths,
        Lists = lists,
        ContentHash = _hash.Of(summary, periods, numbers, lists),
        ProblemCode = problem,
    };

    private static PeriodMetrics[] MetricsOf(ProfileNumbers numbers)
    {
        var metrics = new PeriodMetrics[RfmPeriods.Count];
        foreach (var period in RfmPeriods.All)
        {
            var totals = numbers[period];
            metrics[(int)period] = new PeriodMetrics(
                numbers.LastPurchaseDateOf(period)?.DayNumber ?? 0, totals.Purchases, totals.Amount.TenThousandths, totals.Units.TenThousandths, totals.AverageAmount?.TenThousandths, totals.AmountsSetAside);
        }

        return metrics;
    }
}
