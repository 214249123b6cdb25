using Icomm.Actors.Domain.Rfm;

namespace Icomm.Actors.Persistence.MasterData;

/// <summary>One customer's row of the master data: every indicator but the scores, as the last refresh that had a reason to evaluated them.</summary>
public sealed class EnrichedProfile
{
    /// <summary>The profile's place in the order of keys that ranges are made of.</summary>
    public required long Key { get; init; }

    public required string ProfileId { get; init; }

    /// <summary>Version of the profile that was evaluated.</summary>
    public required long StateVersion { get; init; }

    public string? Email { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    /// <summary><see cref="DateOnly.DayNumber"/> that was evaluated.</summary>
    public required int EvaluatedOn { get; init; }

    /// <summary>First later day on which a window changes by itself; <see cref="int.MaxValue"/> when none ever will. The row holds from <see cref="EvaluatedOn"/> until the day before.</summary>
    public required int NextChangeOn { get; init; }

    /// <summary>Which settings were evaluated with: <see cref="RefreshPlan.SettingsStamp"/>.</summary>
    public required long SettingsStamp { get; init; }

    /// <summary>By <see cref="RfmPeriod"/>.</summary>
    public required PeriodMetrics[] Periods { get; init; }

    /// <summary>Day number; 0 without a purchase.</summary>
    public int FirstPurchaseOn { get; init; }

    /// <summary>Day number; 0 without a purchase.</summary>
    public int LastPurchaseOn { get; init; }

    /// <summary>Ten-thousandths of the database's currency; null without a purchase or a rate.</summary>
    public long? LastPurchaseAmount { get; init; }

    /// <summary>The list indicators by their published names, as a JSON object in UTF-8; empty lists are left out.</summary>
    public required ReadOnlyMemory<byte> Lists { get; init; }

    /// <summary>Hash of everything that is published except scores, segments and the days since a purchase.</summary>
    public required long ContentHash { get; init; }

    /// <summary>Code of why the profile can't be evaluated as of that day; it has no metrics then and is in no population.</summary>
    public string? ProblemCode { get; init; }
}

/// <summary>What one period's purchases come to.</summary>
/// <param name="LastDay">Day number of the period's last purchase; 0 without one.</param>
/// <param name="Amount">Ten-thousandths of the database's currency.</param>
/// <param name="Units">Ten-thousandths.</param>
/// <param name="Average">Ten-thousandths; null over no amounts.</param>
/// <param name="SetAside">Of the purchases, those in a currency without a rate: their amounts are in no sum and no average.</param>
public readonly record struct PeriodMetrics(int LastDay, int Purchases, long Amount, long Units, long? Average, int SetAside)
{
    public RfmValues Rfm => new(LastDay, Purchases, Amount);
}
