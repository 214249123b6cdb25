using System.Collections.Immutable;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Silo.Queries;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>What makes an indicator what it is.</summary>
public sealed record ExplanationResponse
{
    public required string ProfileId { get; init; }

    public required string Indicator { get; init; }

    public required DateOnly AsOf { get; init; }

    /// <summary>The indicator itself; absent when it is empty.</summary>
    public object? Value { get; init; }

    /// <summary>The purchases behind it, most recent first.</summary>
    public required ImmutableArray<PurchaseResponse> Purchases { get; init; }

    /// <summary>Of RFM indicators, once the database has a model for that day.</summary>
    public RfmExplanationResponse? Rfm { get; init; }
}

/// <summary>How a score, and what follows from it, came about.</summary>
public sealed record RfmExplanationResponse
{
    /// <summary>The purchases that count: 30, 60, 90, 180, 360, 360plus or lifetime. Group and segment are made of all.</summary>
    public required string Period { get; init; }

    /// <summary>What the customer's purchases of the period come to; absent without one: then there is no score either.</summary>
    public RfmValuesResponse? Values { get; init; }

    /// <summary>Absent for a customer outside the population.</summary>
    public RfmScoreResponse? Score { get; init; }

    /// <summary>What the values were compared with.</summary>
    public required RfmCutsResponse Cuts { get; init; }

    public required RfmModelSummary Model { get; init; }

    /// <summary>How the group follows from the frequency score; of group and segment only.</summary>
    public GroupRuleResponse? GroupRule { get; init; }

    /// <summary>How the segment follows from the score; of segments only.</summary>
    public SegmentDecisionResponse? SegmentRule { get; init; }
}

/// <param name="RecencyDays">Days from the period's last purchase to the as-of day.</param>
/// <param name="Amount">Major units of the database's currency.</param>
public sealed record RfmValuesResponse(int RecencyDays, int Purchases, decimal Amount)
{
    internal static RfmValuesResponse? From(RfmValues values, DateOnly asOf) =>
        values.IsInPopulation ? new RfmValuesResponse(asOf.DayNumber - values.LastDay, values.Purchases, values.Amount / 10_000m) : null;
}

/// <summary>Which model scored.</summary>
public sealed record RfmModelSummary(long Version, DateOnly AsOf, RfmMethodName Method, string SegmentMap)
{
    internal static RfmModelSummary From(RfmModel model) => new(model.Version, model.AsOf, RfmMethodNames.Of(model.Method), model.Segments.Name);
}

/// <param name="Frequency">The frequency scores that the group stands for; absent for PROSPECTS, who never purchased.</param>
public sealed record GroupRuleResponse(string Group, ScoreRangeContract? Frequency)
{
    internal static GroupRuleResponse From(string group) => new(group, ProfileGroups.FrequencyOf(group) is { } range ? ScoreRangeContract.From(range) : null);
}

/// <param name="Rule">The rule that decided; absent when none matched, and for PROSPECTS.</param>
/// <param name="IsOtherwise">No rule matched: it is the map's segment for the rest.</param>
/// <param name="PreviousSegment">The segment before, as the refreshes saw it.</param>
public sealed record SegmentDecisionResponse(string Segment, SegmentRuleContract? Rule, bool IsOtherwise, string? PreviousSegment, DateOnly? SegmentChangedOn)
{
    internal static SegmentDecisionResponse From(ProfileRfm rfm, SegmentMap map)
    {
        var lifetime = rfm[RfmPeriod.Lifetime];
        var rule = lifetime.Exists ? SegmentTable.RuleOf(map, lifetime) : null;
        return new SegmentDecisionResponse(
            rfm.Segment, rule is null ? null : SegmentRuleContract.From(rule), lifetime.Exists && rule is null, rfm.PreviousSegment, rfm.SegmentChangedOn);
    }
}

/// <summary>One purchase, or what is left of those too old to be kept one by one (<c>isFolded</c>).</summary>
public sealed record PurchaseResponse
{
    public required string IntegrationId { get; init; }

    public string? OrderId { get; init; }

    public string? Number { get; init; }

    public DateTimeOffset? PlacedAt { get; init; }

    public DateOnly? Date { get; init; }

    /// <summary>Total minus refunds, in <c>currency</c>.</summary>
    public required decimal Net { get; init; }

    public required string Currency { get; init; }

    /// <summary>The same in the database's currency; absent without a rate.</summary>
    public decimal? Converted { get; init; }

    public required decimal Items { get; init; }

    /// <summary>How many purchases this entry stands for.</summary>
    public required int Purchases { get; init; }

    public required bool IsFolded { get; init; }

    public required ImmutableArray<string> Products { get; init; }

    public required ImmutableArray<string> Categories { get; init; }

    public required ImmutableArray<string> Brands { get; init; }

    public required ImmutableArray<string> Coupons { get; init; }

    internal static PurchaseResponse From(ProfilePurchase purchase) => new()
    {
        IntegrationId = purchase.IntegrationId,
        OrderId = purchase.OrderId,
        Number = purchase.Number,
        PlacedAt = purchase.PlacedAt,
        Date = purchase.Date,
        Net = purchase.Net.ToDecimal(),
        Currency = purchase.Currency,
        Converted = purchase.Converted?.ToDecimal(),
        Items = purchase.Units.ToDecimal(),
        Purchases = purchase.Purchases,
        IsFolded = purchase.IsFolded,
        Products = purchase.Products,
        Categories = purchase.Categories,
        Brands = purchase.Brands,
        Coupons = purchase.Coupons,
    };
}
