using Icomm.Actors.Testing.Outside.Oracle;

namespace Icomm.Actors.EndToEnd.Oracle;

/// <summary>
/// Everybody's scores by brute force: for each period the whole population is sorted anew, and values are compared with type-7 quantiles in whole numbers, without ever rounding one.
/// Slow and plain on purpose; it shares nothing with the product.
/// </summary>
internal sealed class RfmOracle
{
    /// <summary>By the names of the API.</summary>
    public static readonly string[] Periods = ["30", "60", "90", "180", "360", "360plus", "lifetime"];

    private const int Lifetime = 6;
    private const int Oldest = 360;

    private static readonly Func<int, bool>[] Holds =
    [
        age => age is >= 0 and <= 30,
        age => age is >= 0 and <= 60,
        age => age is >= 0 and <= 90,
        age => age is >= 0 and <= 180,
        age => age is >= 0 and <= Oldest,
        age => age > Oldest,
        age => age >= 0,
    ];

    private readonly Dictionary<string, List<Purchase>> _customers;

    /// <param name="others">E-mails of customers who have a profile even without an order.</param>
    public RfmOracle(IEnumerable<OracleOrder> orders, IEnumerable<string> others, TimeZoneInfo zone)
    {
        _customers = others.Distinct().ToDictionary(email => email, _ => new List<Purchase>());
        foreach (var order in orders)
        {
            if (!_customers.TryGetValue(order.Email, out var purchases))
                _customers.Add(order.Email, purchases = []);
            if (order.IsPurchase)
                purchases.Add(new Purchase(DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(order.PlacedAt, zone)).DayNumber, order.Net));
        }
    }

    private readonly record struct Purchase(int Day, decimal Net);

    private sealed record Member(string Email, int Age, int Purchases, decimal Amount);

    /// <summary>Every customer's codes, group and segment as of a day, if nothing was ever refreshed before.</summary>
    public Dictionary<string, OracleScores> Score(DateOnly asOf, RfmRule rule)
    {
        var codes = _customers.Keys.ToDictionary(email => email, _ => new int?[Periods.Length]);
        for (var period = 0; period < Periods.Length; period++)
        {
            foreach (var (email, code) in CodesOf(period, asOf, rule))
                codes[email][period] = code;
        }

        return codes.ToDictionary(pair => pair.Key, pair => new OracleScores(pair.Value, RfmRule.GroupOf(pair.Value[Lifetime]), rule.SegmentOf(pair.Value[Lifetime])));
    }

    /// <summary>Goes through days as refreshes do, and says of every customer which segment it had before and since when it has the one it has.</summary>
    /// <param name="days">Ascending.</param>
    /// <returns>By day and e-mail.</returns>
    public IEnumerable<(DateOnly Day, IReadOnlyDictionary<string, SegmentHistory> Histories)> Walk(IEnumerable<DateOnly> days, RfmRule rule)
    {
        var histories = new Dictionary<string, SegmentHistory>();
        foreach (var day in days)
        {
            var codes = CodesOf(Lifetime, day, rule);
            foreach (var email in _customers.Keys)
            {
                var segment = rule.SegmentOf(codes.TryGetValue(email, out var code) ? code : null);
                if (!histories.TryGetValue(email, out var before))
                    histories[email] = new SegmentHistory(segment, null, null);
                else if (before.Segment != segment)
                    histories[email] = new SegmentHistory(segment, before.Segment, day);
            }

            yield return (day, histories.ToDictionary());
        }
    }

    /// <summary>A period's population and cuts, none over nobody.</summary>
    public (int Population, decimal[] Recency, decimal[] Frequency, decimal[] Monetary) Cuts(int period, DateOnly asOf, RfmRule rule)
    {
        var members = Population(period, asOf);
        return members.Count == 0 ? (0, [], [], []) : (members.Count, Of([.. members.Select(member => (decimal)member.Age)]), Of([.. members.Select(member => (decimal)member.Purchases)]), Of([.. members.Select(member => member.Amount)]));

        decimal[] Of(decimal[] values)
        {
            Array.Sort(values);
            return [.. Enumerable.Range(1, 4).Select(k => Quantile.Of(values, k)).Select(cut => cut.Low + (cut.High - cut.Low) * cut.Fifths / 5 + rule.Adds)];
        }
    }

    private Dictionary<string, int> CodesOf(int period, DateOnly asOf, RfmRule rule)
    {
        var members = Population(period, asOf);
        var (recency, frequency, monetary) = (
            Scorer(members.Select(member => (decimal)member.Age), rule), Scorer(members.Select(member => (decimal)member.Purchases), rule), Scorer(members.Select(member => member.Amount), rule));
        return members.ToDictionary(
            member => member.Email, member => 100 * (6 - recency(member.Age)) + 10 * frequency(member.Purchases) + monetary(member.Amount));
    }

    private List<Member> Population(int period, DateOnly asOf)
    {
        var members = new List<Member>();
        foreach (var (email, all) in _customers)
        {
            var own = all.Where(purchase => Holds[period](asOf.DayNumber - purchase.Day)).ToArray();
            if (own.Length > 0)
                members.Add(new Member(email, asOf.DayNumber - own.Max(purchase => purchase.Day), own.Length, own.Sum(purchase => purchase.Net)));
        }

        return members;
    }

    /// <summary>1 + how many cuts lie below a value.</summary>
    private static Func<decimal, int> Scorer(IEnumerable<decimal> population, RfmRule rule)
    {
        var values = population.ToArray();
        if (values.Length == 0)
            return _ => throw new InvalidOperationException("Nobody is in the population.");
        Array.Sort(values);
        var cuts = Enumerable.Range(1, 4).Select(k => Quantile.Of(values, k)).ToArray();
        return value => 1 + cuts.Count(cut => cut.CompareTo(value - rule.Adds) is var sign && (rule.ReachingIsEnough ? sign <= 0 : sign < 0));
    }

    /// <summary>The type-7 quantile at k/5 of n sorted values: at position (n − 1) k / 5, between its two neighbours. Kept as those and the fifths of the way, which is exact.</summary>
    private readonly record struct Quantile(decimal Low, decimal High, int Fifths)
    {
        public static Quantile Of(decimal[] sorted, int k)
        {
            var (at, fifths) = Math.DivRem((sorted.Length - 1) * k, 5);
            return new Quantile(sorted[at], sorted[Math.Min(at + 1, sorted.Length - 1)], fifths);
        }

        /// <summary>low + (high − low) fifths / 5 against the value, both times 5.</summary>
        public int CompareTo(decimal value) => (5 * Low + (High - Low) * Fifths).CompareTo(5 * value);
    }
}

/// <param name="Codes">By <see cref="RfmOracle.Periods"/>; null outside the population.</param>
internal sealed record OracleScores(int?[] Codes, string Group, string Segment);

/// <param name="Previous">Null when there was none.</param>
/// <param name="ChangedOn">Null when it never changed.</param>
internal sealed record SegmentHistory(string Segment, string? Previous, DateOnly? ChangedOn);
