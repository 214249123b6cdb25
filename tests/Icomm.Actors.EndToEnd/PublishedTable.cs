namespace Icomm.Actors.EndToEnd;

/// <summary>shared/data/README.md: online-retail without cancellations and guests, as of 2011-12-10.</summary>
internal static class PublishedTable
{
    public static readonly DateOnly AsOf = new(2011, 12, 10);

    public static readonly IReadOnlyList<Window> Windows =
    [
        new("30", "30_Days", age => age <= 30, 2_682, 1_323_866.43m, 1_629),
        new("60", "60_Days", age => age <= 60, 4_769, 2_367_548.83m, 2_377),
        new("90", "90_Days", age => age <= 90, 6_628, 3_456_002.72m, 2_890),
        new("180", "180_Days", age => age <= 180, 10_566, 5_300_619.61m, 3_478),
        new("360", "360_Days", age => age <= 360, 17_500, 8_491_608.87m, 4_246),
        new("360+", "360_Plus_Days", age => age > 360, 1_036, 419_799.03m, 714),
        new("all", null, _ => true, 18_536, 8_911_407.90m, 4_339),
    ];

    /// <param name="Suffix">Of the indicators' names; null for the lifetime.</param>
    /// <param name="Holds">Whether a purchase of an age in days is inside.</param>
    public sealed record Window(string Name, string? Suffix, Func<int, bool> Holds, int Invoices, decimal Revenue, int Customers);
}
