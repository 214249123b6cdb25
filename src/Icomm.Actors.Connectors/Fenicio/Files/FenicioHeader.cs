using System.Collections.Immutable;
using System.Text;

namespace Icomm.Actors.Connectors.Fenicio.Files;

/// <summary>Which field of a row is what.</summary>
internal sealed record FenicioHeader
{
    private FenicioHeader()
    {
    }

    /// <summary>Fields that a row has.</summary>
    public required int Count { get; init; }

    /// <summary>Fields that a row has at least: up to the last of those that must be there. Spreadsheets leave out the empty ones at the ends of rows.</summary>
    public required int Fewest { get; init; }

    /// <summary>Where what is kept stands, in the order of the fields.</summary>
    public required ImmutableArray<(int Field, FenicioKey Key)> Kept { get; init; }

    /// <summary>Columns that come more than once: the first is taken.</summary>
    public required ImmutableArray<FenicioColumn> Repeated { get; init; }

    /// <param name="row">The first row.</param>
    /// <exception cref="StoreException"><c>file_column_missing</c>.</exception>
    public static FenicioHeader Read(CsvReader row)
    {
        var kept = ImmutableArray.CreateBuilder<(int Field, FenicioKey Key)>();
        var repeated = new List<FenicioColumn>();
        var seen = new HashSet<FenicioColumn>();
        for (var field = 0; field < row.Count; field++)
        {
            if (FenicioColumns.Find(Encoding.UTF8.GetString(row[field])) is not { } column)
                continue;
            if (!seen.Add(column))
                repeated.Add(column);
            else if (column.Key is { } key)
                kept.Add((field, key));
        }

        var found = seen.Select(column => column.Key).ToHashSet();
        var missing = FenicioColumns.Required.Where(group => !group.Any(key => found.Contains(key))).ToArray();
        if (missing.Length > 0)
            throw FileProblems.ColumnMissing(missing.Select(group => string.Join(" or ", group.Select(key => FenicioColumns.Of(key)))));
        return new FenicioHeader
        {
            Count = row.Count,
            Fewest = 1 + FenicioColumns.Required.Max(group => kept.Where(each => group.Contains(each.Key)).Min(each => each.Field)),
            Kept = kept.ToImmutable(),
            Repeated = [.. repeated.Distinct()],
        };
    }
}
