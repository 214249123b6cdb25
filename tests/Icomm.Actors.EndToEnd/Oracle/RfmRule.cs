namespace Icomm.Actors.EndToEnd.Oracle;

/// <summary>How customers are scored and named, written from DESIGN §7 and facts/icomm.md alone.</summary>
/// <param name="Adds">What is added to every quantile before values are compared with it.</param>
/// <param name="ReachingIsEnough">Whether a value that equals a cut is above it.</param>
/// <param name="Segment">The segment of a three-digit lifetime code.</param>
internal sealed record RfmRule(int Adds, bool ReachingIsEnough, Func<int, string> Segment)
{
    /// <summary>Method <c>quantile</c> and segment map <c>icomm</c>: what a database has when nothing is said.</summary>
    public static readonly RfmRule Icomm = new(0, ReachingIsEnough: false, IcommSegment);

    /// <summary>Method and segment map <c>r-rfm</c>.</summary>
    public static readonly RfmRule RPackage = new(1, ReachingIsEnough: true, RSegment);

    private static readonly (string Segment, (int Min, int Max) R, (int Min, int Max) F, (int Min, int Max) M)[] RSegments =
    [
        ("Champions", (5, 5), (5, 5), (5, 5)),
        ("Potential Loyalist", (3, 5), (3, 5), (2, 5)),
        ("Loyal Customers", (2, 4), (2, 4), (2, 4)),
        ("Promising", (3, 4), (1, 3), (3, 5)),
        ("New Customers", (4, 5), (1, 3), (1, 5)),
        ("Can't Lose Them", (1, 2), (3, 4), (4, 5)),
        ("At Risk", (1, 2), (2, 5), (4, 5)),
        ("Need Attention", (1, 3), (3, 5), (3, 5)),
        ("About To Sleep", (2, 3), (1, 3), (1, 4)),
        ("Lost", (1, 1), (1, 5), (1, 5)),
    ];

    /// <param name="lifetime">Null for a customer who never purchased.</param>
    public static string GroupOf(int? lifetime) => (lifetime / 10 % 10) switch
    {
        null => "PROSPECTS",
        1 => "BEGINNERS",
        2 or 3 => "FREQUENT",
        _ => "LOYAL",
    };

    /// <param name="lifetime">Null for a customer who never purchased.</param>
    public string SegmentOf(int? lifetime) => lifetime is { } code ? Segment(code) : "PROSPECTS";

    private static string IcommSegment(int code)
    {
        var group = GroupOf(code);
        var state = (code / 100) switch
        {
            5 => group == "BEGINNERS" ? "NEW" : "CHAMPIONS",
            4 => "PROMISING",
            3 => "NEEDS_ATTENTION",
            2 => "HIBERNATING",
            _ => "LOSE_IT",
        };
        return $"{group}_{state}";
    }

    private static string RSegment(int code)
    {
        var (r, f, m) = (code / 100, code / 10 % 10, code % 10);
        return Array.Find(RSegments, rule => In(r, rule.R) && In(f, rule.F) && In(m, rule.M)).Segment ?? "Others";

        static bool In(int score, (int Min, int Max) range) => score >= range.Min && score <= range.Max;
    }
}
