using System.Globalization;

namespace Icomm.Actors.Trials;

/// <summary>Prints figures as a Markdown table, as they come, and remembers whether all that must hold did.</summary>
internal sealed class TrialTable
{
    /// <summary>Whether nothing that must hold was found not to.</summary>
    public bool IsGood { get; private set; } = true;

    public void Section(string name, string circumstances)
    {
        Console.WriteLine();
        Console.WriteLine($"## {name} ({circumstances})");
        Console.WriteLine();
        Console.WriteLine("| what | figure | |");
        Console.WriteLine("|---|---:|---|");
    }

    public void Row(string what, double figure, string unit = "") => Print(what, $"{Text(figure)} {unit}".TrimEnd(), "");

    /// <summary>A figure that must not be another.</summary>
    public void Must(string what, double figure, double wanted) => Judge(what, figure, "", figure == wanted, $"must be {Text(wanted)}");

    /// <summary>A figure that says how good it is, without being right or wrong.</summary>
    public void Aim(string what, double figure, string unit, bool isReached, string aim) => Print(what, $"{Text(figure)} {unit}".TrimEnd(), $"aim: {aim}{(isReached ? "" : ", missed")}");

    /// <summary>Something to know about the figures.</summary>
    public void Note(string text) => Print(text, "", "");

    /// <summary>Something that must not be.</summary>
    public void Fail(string text)
    {
        IsGood = false;
        Print(text.ReplaceLineEndings(" "), "", "FAILED");
    }

    private static string Text(double figure) => figure.ToString(Math.Abs(figure) >= 100 ? "N0" : "0.###", CultureInfo.InvariantCulture);

    private static void Print(string what, string figure, string verdict) => Console.WriteLine($"| {what} | {figure} | {verdict} |");

    private void Judge(string what, double figure, string unit, bool holds, string rule)
    {
        IsGood &= holds;
        Print(what, $"{Text(figure)} {unit}".TrimEnd(), holds ? "" : $"FAILED: {rule}");
    }
}
