using System.Collections.Immutable;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Domain.Databases;

/// <summary>How a database counts: the day its purchases fall on, the currency they are summed in, and what 360+ means.</summary>
public sealed record DatabaseSettings
{
    /// <summary>IANA id of the zone whose calendar days windows are made of.</summary>
    public required string TimeZone { get; init; }

    /// <summary>ISO 4217 code that every amount is shown in.</summary>
    public required string Currency { get; init; }

    /// <summary>What one major unit of another currency is worth in <see cref="Currency"/>. Orders in a currency that is not listed count, but their amounts are set aside.</summary>
    public ImmutableSortedDictionary<string, decimal> Rates { get; init; } = ImmutableSortedDictionary<string, decimal>.Empty;

    public OlderWindowPolicy OlderWindow { get; init; } = OlderWindowPolicy.OlderThan;

    public RfmMethod RfmMethod { get; init; } = RfmMethod.Quantile;

    /// <summary>Name of a shipped segment map; not looked at when <see cref="OwnSegmentMap"/> is there.</summary>
    public string SegmentMapName { get; init; } = SegmentMaps.Default;

    /// <summary>The database's own segment map; null for a shipped one.</summary>
    public SegmentMap? OwnSegmentMap { get; init; }

    /// <summary>Time of day, in <see cref="TimeZone"/>, of the daily refresh.</summary>
    public TimeOnly RefreshAt { get; init; } = new(4, 0);

    public RetentionSettings Retention { get; init; } = RetentionSettings.Default;

    /// <summary>What one major unit of a currency is worth in <see cref="Currency"/>, which itself is worth 1 whatever the rates say; null when there is no rate.</summary>
    public decimal? RateOf(string currency) => currency == Currency ? 1m : Rates.TryGetValue(currency, out var rate) ? rate : null;

    /// <summary>The day that it is in <see cref="TimeZone"/>.</summary>
    public DateOnly Today(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return CalendarZone.Get(TimeZone).DateOf(time.GetUtcNow());
    }

    /// <summary>The segment map in force.</summary>
    /// <exception cref="SegmentMapException">No shipped map has the name.</exception>
    public SegmentMap Segments() => OwnSegmentMap
        ?? SegmentMaps.Find(SegmentMapName)
        ?? throw new SegmentMapException(SegmentMapErrors.Invalid, $"there is no segment map '{SegmentMapName}'");
}
