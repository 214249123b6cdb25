using System.Text;
using System.Text.Json;
using Icomm.Actors.Testing.Outside.Api;

namespace Icomm.Actors.Testing.Outside.Oracle;

/// <summary>Compares every profile that the API shows with brute force over the orders.</summary>
internal static class ProfileComparison
{
    private const int Shown = 10;

    /// <param name="registered">E-mails of customers who have a profile even without an order.</param>
    /// <returns>How many values were compared.</returns>
    /// <exception cref="UnexpectedException">Values differ; names the first of them.</exception>
    public static int AssertEqual(
        IReadOnlyList<ObservedProfile> observed, IReadOnlyList<OracleOrder> orders, IEnumerable<string> registered, DateOnly asOf, TimeZoneInfo zone)
    {
        var (compared, differences) = Compare(observed, orders, registered, asOf, zone);
        if (differences.Count == 0)
            return compared;
        var text = new StringBuilder($"As of {asOf:yyyy-MM-dd}, {differences.Count} of {compared} values of {observed.Count} profiles differ from brute force:\n");
        text.AppendJoin('\n', differences.Take(Shown));
        throw new UnexpectedException(text.ToString());
    }

    /// <param name="registered">E-mails of customers who have a profile even without an order.</param>
    /// <returns>How many values were compared, and each that differs in words.</returns>
    public static (int Compared, IReadOnlyList<string> Differences) Compare(
        IReadOnlyList<ObservedProfile> observed, IReadOnlyList<OracleOrder> orders, IEnumerable<string> registered, DateOnly asOf, TimeZoneInfo zone)
    {
        var byEmail = orders.GroupBy(order => order.Email).ToDictionary(group => group.Key, group => (IReadOnlyList<OracleOrder>)[.. group]);
        foreach (var email in registered)
            byEmail.TryAdd(email, []);
        var differences = new List<string>();
        var compared = 0;
        var found = observed.ToDictionary(profile => profile.Email);
        differences.AddRange(byEmail.Keys.Where(email => !found.ContainsKey(email)).Select(email => $"{email} has no profile"));
        differences.AddRange(found.Keys.Where(email => !byEmail.ContainsKey(email)).Select(email => $"{email} has a profile that it shouldn't have"));
        foreach (var (email, own) in byEmail)
        {
            if (found.TryGetValue(email, out var profile))
                compared += Compare(profile, OracleProfile.Evaluate(own, asOf, zone), differences);
        }

        return (compared, differences);
    }

    private static int Compare(ObservedProfile profile, OracleProfile expected, List<string> differences)
    {
        Check("orders", profile.Orders == expected.Orders, expected.Orders, profile.Orders);
        CheckNumber("lifetime purchases", expected.Purchases, profile.Lifetime.GetProperty("purchases"));
        CheckNumber("lifetime items", expected.Items, profile.Lifetime.GetProperty("items"));
        CheckNumber("lifetime amount", expected.Amount, profile.Lifetime.GetProperty("amount"));
        // Scores are of the whole population: RfmComparison's business.
        var names = profile.Indicators.EnumerateObject().Select(indicator => indicator.Name).Where(name => !name.StartsWith("ICOMMKT_RFM", StringComparison.Ordinal)).ToHashSet();
        foreach (var name in names.Where(name => !expected.Indicators.ContainsKey(name)))
            differences.Add($"{profile.Email} has an indicator {name} that nobody expects");
        foreach (var (name, value) in expected.Indicators)
        {
            if (!profile.Indicators.TryGetProperty(name, out var actual))
                differences.Add($"{profile.Email} lacks {name}");
            else
                Check(name, value.Holds(actual), value, actual.GetRawText());
        }

        return expected.Indicators.Count + 4;

        void CheckNumber(string what, decimal wanted, JsonElement actual) => Check(what, actual.GetDecimal() == wanted, wanted, actual.GetRawText());

        void Check(string what, bool holds, object wanted, object actual)
        {
            if (!holds)
                differences.Add($"{profile.Email} {what}: expected {wanted}, actual {actual}");
        }
    }
}
