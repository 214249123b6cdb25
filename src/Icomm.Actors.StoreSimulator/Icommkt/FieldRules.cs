using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Icomm.Actors.StoreSimulator.Icommkt;

/// <summary>
/// Which fields a profile has and what may stand in them, written down anew from ICOMMKT's guide (facts §1.4) and not taken from the product's code: a misspelt name or
/// a value in another format would vanish at the real API without a word. Every field may be empty.
/// </summary>
internal sealed partial class FieldRules
{
    private static readonly string[] Windows = ["30", "60", "90", "180", "360", "360_Plus"];

    private static readonly (string Stem, string Problem, Predicate<string> IsFit)[] Windowed =
    [
        ("Products", NoList, IsList), ("Categories", NoList, IsList), ("Coupons", NoList, IsList),
        ("Purchases", NoCount, IsCount), ("Amount", NoDecimal, IsDecimal), ("Avg_Amount", NoDecimal, IsDecimal), ("Items", NoDecimal, IsDecimal),
        ("RFM", NoRfm, text => Rfm().IsMatch(text)),
    ];

    private static readonly (string Name, string Problem, Predicate<string> IsFit)[] Overall =
    [
        ("First_Purchase_Date", NoDate, IsDate), ("Last_Purchase_Date", NoDate, IsDate),
        ("Days_Since_First_Purchase", NoCount, IsCount), ("Days_Since_Last_Purchase", NoCount, IsCount),
        ("Last_Purchase_Amount", NoDecimal, IsDecimal),
        ("Last_Purchase_Brands", NoList, IsList), ("Last_Purchase_Categories", NoList, IsList), ("Last_Purchase_Promo_Codes", NoList, IsList),
        ("RFM", NoRfm, text => Rfm().IsMatch(text)),
        ("RFM_Group", "is none of the four groups", text => text is "PROSPECTS" or "BEGINNERS" or "FREQUENT" or "LOYAL"),
        ("RFM_Segment", NoLine, IsLine), ("RFM_Previous_Segment", NoLine, IsLine), ("RFM_Segment_Changed_Date", NoDate, IsDate),
    ];

    private const string NoList = "is no list of names joined by | without line breaks";
    private const string NoCount = "is no whole number";
    private const string NoDecimal = "is no number with at most four decimals after a dot, without zeros at the end";
    private const string NoDate = "is no date as dd/mm/yyyy";
    private const string NoRfm = "is no code of three digits from 1 to 5";
    private const string NoLine = "is no single line of text";

    private readonly FrozenDictionary<string, (string Problem, Predicate<string> IsFit)> _rules;

    public FieldRules(IEnumerable<string> textFields)
    {
        var rules = new Dictionary<string, (string, Predicate<string>)>(StringComparer.Ordinal);
        foreach (var (stem, problem, isFit) in Windowed)
        {
            foreach (var window in Windows) rules.Add($"ICOMMKT_{stem}_{window}_Days", (problem, isFit));
        }

        foreach (var (name, problem, isFit) in Overall) rules.Add($"ICOMMKT_{name}", (problem, isFit));
        foreach (var name in textFields) rules[name] = (NoLine, IsLine);
        _rules = rules.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <returns>What is wrong with the field; null when all is well.</returns>
    public string? Check(string name, string value)
    {
        if (!_rules.TryGetValue(name, out var rule)) return "is no field of the profile";
        return value.Length == 0 || rule.IsFit(value) ? null : rule.Problem;
    }

    private static bool IsDate(string text) => DateOnly.TryParseExact(text, "dd/MM/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsCount(string text) => Count().IsMatch(text);

    private static bool IsDecimal(string text) => Decimal().IsMatch(text);

    private static bool IsLine(string text) => !text.Any(char.IsControl);

    private static bool IsList(string text) => IsLine(text) && text.Split('|').All(name => name.Length > 0);

    [GeneratedRegex(@"^(?:0|[1-9][0-9]*)\z")]
    private static partial Regex Count();

    [GeneratedRegex(@"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]{0,3}[1-9])?\z")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^[1-5]{3}\z")]
    private static partial Regex Rfm();
}
