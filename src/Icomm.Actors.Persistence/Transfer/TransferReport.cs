using System.Collections.Immutable;

namespace Icomm.Actors.Persistence.Transfer;

/// <summary>How far an export or an import has come.</summary>
/// <param name="Table">The table at hand.</param>
/// <param name="Rows">Of it so far.</param>
/// <param name="Stage">What is done with them.</param>
public readonly record struct TransferProgress(string Table, long Rows, TransferStage Stage);

/// <summary>What is done with the rows of a table.</summary>
public enum TransferStage
{
    /// <summary>Written to the export's folder.</summary>
    Exported,

    /// <summary>Found there, from an export that broke off, and still what the database has.</summary>
    Kept,

    /// <summary>Written to the database.</summary>
    Imported,

    /// <summary>Read back and found equal.</summary>
    Verified,
}

/// <summary>What moved.</summary>
public sealed record TransferReport
{
    public required string ExportId { get; init; }

    /// <summary>Rows by table.</summary>
    public required ImmutableSortedDictionary<string, long> Rows { get; init; }

    /// <summary>Sum of the profiles' numbers of orders.</summary>
    public required string Orders { get; init; }

    /// <summary>Texts in which U+FFFD took the place of the character 0.</summary>
    public long ReplacedTexts { get; init; }

    /// <summary>Where the first text is that PostgreSQL can't hold; null without one.</summary>
    public string? FirstZero { get; init; }

    internal static TransferReport Of(ExportManifest manifest) => new()
    {
        ExportId = manifest.ExportId,
        Rows = manifest.Tables.ToImmutableSortedDictionary(table => table.Name, table => table.Rows, StringComparer.Ordinal),
        Orders = manifest.Tables.SelectMany(table => table.Name == "profiles" ? table.Columns : []).FirstOrDefault(column => column.Name == "order_count")?.Sum ?? "0",
        ReplacedTexts = manifest.ReplacedTexts,
        FirstZero = manifest.Tables.Select(table => table.FirstZero).FirstOrDefault(place => place is not null),
    };
}

/// <summary>For tests: what happens on the way; an exception is an injected failure.</summary>
internal sealed class TransferHooks
{
    /// <summary>Before a row goes into its part, or into its table.</summary>
    public Action? OnRow { get; set; }

    /// <summary>After a part is there for good.</summary>
    public Action? OnPart { get; set; }
}
