using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Grains.Refreshes;

/// <summary>Makes profiles' rows of the master data. Used by one caller at a time.</summary>
internal sealed class RowEvaluator(EvaluateProfiles order)
{
    private readonly RowHash _hash = new();

    public EnrichedProfile Evaluate(DueProfile due)
    {
        var state = ProfileState.Decode(due.State);
        try
        {
            var indicators = state.Evaluate(order.AsOf, order.Settings);
            var nextChange = state.NextChangeDate(order.AsOf, order.Settings)?.DayNumber ?? int.MaxValue;
            return Row(due, state.Summarize(), MetricsOf(indicators), nextChange, problem: null, indicators);
        }
        catch (AsOfUnanswerableException unanswerable)
        {
            // Nobody can say what it was on that day: it is in no population, and from the first answerable day on it is due again.
            return Row(due, state.Summarize(), new PeriodMetrics[RfmPeriods.Count], unanswerable.Earliest.DayNumber, unanswerable.Code, indicators: null);
        }
    }

    private EnrichedProfile Row(DueProfile due, ProfileSummary summary, PeriodMetrics[] periods, int nextChange, string? problem, ProfileIndicators? indicators)
    {
        var lists = ListsOf(indicators);
        return new EnrichedProfile
        {
            Key = due.Key,
            ProfileId = due.ProfileId,
            StateVersion = due.Version,
            Email = summary.Email,
            FirstName = summary.FirstName,
            LastName = summary.LastName,
            EvaluatedOn = order.AsOf.DayNumber,
            NextChangeOn = nextChange,
            SettingsStamp = order.SettingsStamp,
            Periods = periods,
            FirstPurchaseOn = indicators?.FirstPurchaseDate?.DayNumber ?? 0,
            LastPurchaseOn = indicators?.LastPurchaseDate?.DayNumber ?? 0,
            LastPurchaseAmount = indicators?.LastPurchaseAmount?.TenThousandths,
            Lists = lists,
            ContentHash = _hash.Of(summary, periods, indicators, lists.Span),
            ProblemCode = problem,
        };
    }

    private static PeriodMetrics[] MetricsOf(ProfileIndicators indicators)
    {
        var metrics = new PeriodMetrics[RfmPeriods.Count];
        foreach (var window in indicators.Windows)
            metrics[(int)window.Window] = Metrics(window.Totals, window.LastPurchaseDate);
        metrics[(int)RfmPeriod.Lifetime] = Metrics(indicators.Lifetime, indicators.LastPurchaseDate);
        return metrics;
    }

    private static PeriodMetrics Metrics(PurchaseTotals totals, DateOnly? last) =>
        new(last?.DayNumber ?? 0, totals.Purchases, totals.Amount.TenThousandths, totals.Units.TenThousandths, totals.AverageAmount?.TenThousandths);

    private static ReadOnlyMemory<byte> ListsOf(ProfileIndicators? indicators)
    {
        var output = new ArrayBufferWriter<byte>(1_024);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        foreach (var field in indicators?.ToFields() ?? [])
        {
            if (field.Value is not ImmutableArray<string> { Length: > 0 } names)
                continue;
            json.WriteStartArray(field.Name);
            foreach (var name in names)
                json.WriteStringValue(name);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.Flush();
        return output.WrittenMemory;
    }
}
