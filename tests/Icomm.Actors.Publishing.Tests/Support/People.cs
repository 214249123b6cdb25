using System.Collections.Immutable;
using System.Globalization;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Publishing.Tests.Support;

/// <summary>Made-up contacts with every indicator.</summary>
internal static class People
{
    /// <param name="number">Whose; the e-mail follows from it.</param>
    /// <param name="seed">What the indicators are drawn from.</param>
    public static Contact Person(int number, int seed = 1)
    {
        var random = new Random(HashCode.Combine(seed, number));
        return new Contact
        {
            ProfileId = $"profile-{number}",
            Email = Email(number),
            FirstName = $"Ñandú {number}",
            LastName = $"O'Brien \"{number}\"",
            Fields = [.. IndicatorNames.All.Select(indicator => new ContactField(indicator.Name, Value(indicator.Metric, random)))],
        };
    }

    public static Contact[] Persons(int count, int seed = 1) => [.. Enumerable.Range(0, count).Select(number => Person(number, seed))];

    public static string Email(int number) => string.Create(CultureInfo.InvariantCulture, $"person{number}@shop.example");

    /// <summary>The same person with every indicator emptied.</summary>
    public static Contact Emptied(Contact contact) => contact with { Fields = [.. contact.Fields.Select(field => field with { Value = null })] };

    /// <summary>Values by the metric's name, so that new metrics get something of the right kind.</summary>
    private static object? Value(IndicatorMetric metric, Random random)
    {
        var name = metric.ToString();
        if (random.Next(5) == 0)
            return null;
        if (name.Contains("Group", StringComparison.Ordinal))
            return new[] { "PROSPECTS", "BEGINNERS", "FREQUENT", "LOYAL" }[random.Next(4)];
        if (name.Contains("Segment", StringComparison.Ordinal) && !name.Contains("Date", StringComparison.Ordinal) && !name.Contains("Changed", StringComparison.Ordinal))
            return "BEGINNERS_NEEDS_ATTENTION";
        if (name.EndsWith("Date", StringComparison.Ordinal) || name.Contains("Changed", StringComparison.Ordinal))
            return new DateOnly(2024, 1, 1).AddDays(random.Next(700));
        if (name.Contains("Rfm", StringComparison.OrdinalIgnoreCase))
            return 100 * random.Next(1, 6) + 10 * random.Next(1, 6) + random.Next(1, 6);
        if (name.Contains("Amount", StringComparison.Ordinal))
            return new Money(random.NextInt64(100_000_000));
        if (name == "Items")
            return new Quantity(random.Next(1_000) * 10_000L);
        if (name is "Purchases" || name.StartsWith("Days", StringComparison.Ordinal))
            return random.Next(500);
        return ImmutableArray.CreateRange(Enumerable.Range(0, random.Next(4)).Select(each => $"Niño & Niña {each} \"XL\" {random.Next(100)}"));
    }
}
