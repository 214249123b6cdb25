namespace Icomm.Actors.Connectors.Records;

/// <summary>Which dates of orders are dates.</summary>
internal static class RecordDates
{
    /// <summary>Nobody had an online shop before: stores write the year 1 or 1970 where they know of no date.</summary>
    private static readonly DateTimeOffset Earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When an order was placed.</summary>
    /// <param name="instant">As the store says; null when it doesn't.</param>
    /// <param name="fields">Where it says so, for the reason of a refusal.</param>
    /// <exception cref="RecordException"><c>date_invalid</c>: it is missing, or before 1990.</exception>
    public static DateTimeOffset Placed(DateTimeOffset? instant, string fields) => instant switch
    {
        null => throw new RecordException("date_invalid", $"{fields} is missing"),
        { } placed when placed < Earliest => throw new RecordException("date_invalid", $"{fields} is before 1990, which stands for no date"),
        { } placed => placed,
    };
}
