namespace Icomm.Actors.Domain.Profiles;

/// <summary>
/// The profile was folded (DESIGN §6) and one of its folded purchases would fall inside a window of up to 360 days at that date, or after the date: the figures
/// can't be known any more. Code <c>as_of_folded</c>.
/// </summary>
public sealed class AsOfUnanswerableException(DateOnly asOf, DateOnly earliest)
    : DomainException("as_of_folded", $"this profile keeps its older orders as totals only and can't be shown as of {asOf:yyyy-MM-dd}; the earliest date is {earliest:yyyy-MM-dd}")
{
    /// <summary>The date that was asked for.</summary>
    public DateOnly AsOf { get; } = asOf;

    /// <summary>The earliest date that can be answered, in the database's zone.</summary>
    public DateOnly Earliest { get; } = earliest;
}
