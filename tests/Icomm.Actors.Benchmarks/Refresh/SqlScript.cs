using System.Globalization;

namespace Icomm.Actors.Benchmarks.Refresh;

/// <summary>One of the scripts beside this program, filled in. Its stages begin with <c>-- stage: name</c>.</summary>
internal static class SqlScript
{
    private const string Mark = "-- stage: ";

    /// <summary>Stages that are no part of the work: the tables' loading, and what the comparison reads.</summary>
    public static bool IsCounted(string stage) => stage is not ("load" or "sample");

    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Sql", name);

    public static string Fill(string name, string folder, IEnumerable<int> sample) => File.ReadAllText(Path(name))
        .Replace("{as_of}", RefreshShop.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{folder}", folder, StringComparison.Ordinal)
        .Replace("{sample}", string.Join(',', sample), StringComparison.Ordinal);

    public static IEnumerable<(string Stage, string Sql)> Stages(string script) => script.Split($"\n{Mark}")[1..].Select(part =>
    {
        var end = part.IndexOf('\n');
        return (part[..end].Trim(), part[end..]);
    });
}

/// <summary>What a database took, by stage, and its answers for the sample.</summary>
/// <param name="Stages">Milliseconds, in order; loading and sampling left out.</param>
/// <param name="SampleFile">One JSON object a line.</param>
internal sealed record SqlFigures(string Database, IReadOnlyList<(string Stage, double Milliseconds)> Stages, string SampleFile, double? ProcessorSeconds, double? MemoryMegabytes)
{
    public double Total => Stages.Sum(stage => stage.Milliseconds);
}
