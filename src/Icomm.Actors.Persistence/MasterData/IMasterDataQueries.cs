using System.Collections.Immutable;
using Icomm.Actors.Domain.Rfm;

namespace Icomm.Actors.Persistence.MasterData;

/// <summary>Reads of the master data for the front end and for publishing: as of the last refresh.</summary>
public interface IMasterDataQueries
{
    /// <summary>One page of the rows that fulfil every condition.</summary>
    /// <param name="query">Its fields are those of <see cref="MasterDataField"/>.</param>
    Task<MasterDataPage> ListAsync(string account, string database, MasterDataQuery query, CancellationToken cancellationToken);

    /// <summary>How many rows fulfil every condition.</summary>
    Task<long> CountAsync(string account, string database, ImmutableArray<MasterDataCondition> conditions, CancellationToken cancellationToken);

    /// <summary>Null when no refresh has seen the profile.</summary>
    Task<MasterDataRow?> FindAsync(string account, string database, string profileId, CancellationToken cancellationToken);

    /// <summary>Customers, purchases and revenue of the period by recency and frequency score: at most 25 cells, empty ones left out.</summary>
    Task<ImmutableArray<MatrixCell>> MatrixAsync(string account, string database, RfmPeriod period, CancellationToken cancellationToken);

    /// <summary>Customers, lifetime purchases and lifetime revenue by segment, largest first.</summary>
    Task<ImmutableArray<SegmentSize>> SegmentsAsync(string account, string database, CancellationToken cancellationToken);

    /// <summary>Totals over the rows for one period.</summary>
    /// <param name="newSince">Day number: a customer whose first purchase is not before it is new. For lifetime, <see cref="int.MaxValue"/>.</param>
    Task<PeriodTotals> TotalsAsync(string account, string database, RfmPeriod period, int newSince, CancellationToken cancellationToken);
}

/// <param name="Sort">Null sorts by key.</param>
/// <param name="Cursor"><see cref="MasterDataPage.NextCursor"/> of the page before, made with the same conditions and sort.</param>
/// <param name="Limit">1 to 1,000.</param>
public sealed record MasterDataQuery(ImmutableArray<MasterDataCondition> Conditions, MasterDataField? Sort, bool IsDescending, string? Cursor, int Limit);

/// <param name="Values">Each a long (metrics in ten-thousandths for money and units, day numbers for dates), a string, or null with <see cref="MasterDataOperator.Equal"/> and NotEqual.</param>
public sealed record MasterDataCondition(MasterDataField Field, MasterDataOperator Operator, ImmutableArray<object?> Values);

public enum MasterDataOperator
{
    /// <summary>Any of the values; the only operator that takes several.</summary>
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,

    /// <summary>Contains the text, letter case aside (any alphabet).</summary>
    Contains,
}

/// <summary>A field that rows can be filtered and sorted by.</summary>
/// <param name="Period">Of the period fields; null for the others.</param>
public readonly record struct MasterDataField(MasterDataColumn Column, RfmPeriod? Period = null);

public enum MasterDataColumn
{
    // Of a period.
    Purchases,
    Amount,
    AverageAmount,
    Items,
    RfmCode,
    RecencyScore,
    FrequencyScore,
    MonetaryScore,

    // Of the profile.
    FirstPurchaseDate,
    LastPurchaseDate,
    LastPurchaseAmount,
    Group,
    Segment,
    PreviousSegment,
    SegmentChangedDate,
    Email,
    FirstName,
    LastName,

    /// <summary>E-mail, first and last name together; with <see cref="MasterDataOperator.Contains"/> only.</summary>
    Text,
}

public sealed record MasterDataPage(ImmutableArray<MasterDataRow> Rows, string? NextCursor);

/// <summary>A row as it is read.</summary>
public sealed record MasterDataRow(EnrichedProfile Profile, RowScores? Scores)
{
    /// <summary>Never prints the person.</summary>
    public override string ToString() => $"{nameof(MasterDataRow)} {Profile.ProfileId}";
}

/// <param name="Amount">Ten-thousandths.</param>
public readonly record struct MatrixCell(int Recency, int Frequency, long Customers, long Purchases, Int128 Amount);

/// <param name="Amount">Ten-thousandths.</param>
public readonly record struct SegmentSize(string Segment, long Customers, long Purchases, Int128 Amount);

/// <param name="Profiles">Rows, prospects included.</param>
/// <param name="Customers">With a purchase in the period.</param>
/// <param name="NewCustomers">Of those, the ones whose first purchase lies in the period.</param>
/// <param name="Amount">Ten-thousandths.</param>
/// <param name="Units">Ten-thousandths.</param>
/// <param name="SetAside">Of the purchases, those in a currency without a rate, whose amounts are in no sum.</param>
public readonly record struct PeriodTotals(long Profiles, long Customers, long NewCustomers, long Purchases, Int128 Amount, Int128 Units, long SetAside);
