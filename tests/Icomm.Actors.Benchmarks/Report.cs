using System.Globalization;

namespace Icomm.Actors.Benchmarks;

/// <summary>Prints figures as a Markdown table, as they come.</summary>
internal sealed class Report
{
    public void Section(string name)
    {
        Console.WriteLine();
        Console.WriteLine($"## {name}");
        Console.WriteLine();
        Console.WriteLine("| what | figure |");
        Console.WriteLine("|---|---:|");
    }

    public void Row(string what, double figure, string unit) =>
        Console.WriteLine($"| {what} | {figure.ToString(Math.Abs(figure) >= 100 ? "N0" : "0.###", CultureInfo.InvariantCulture)} {unit} |");

    /// <summary>Something to know about the figures.</summary>
    public void Note(string text) => Console.WriteLine($"| {text} | |");
}
