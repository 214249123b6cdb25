using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Icomm.Actors.Persistence.Transfer;

/// <summary>The file <c>manifest.json</c> of an export (decision 0021): what is in its parts, and what it all adds up to. Written anew after each part; complete when it says when it ended.</summary>
internal sealed record ExportManifest
{
    /// <summary>The form of manifest and parts that this program writes.</summary>
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    public required string ExportId { get; init; }

    /// <summary>Of the database that was exported; informs a person only: what counts are the columns.</summary>
    public required StoreProvider Provider { get; init; }

    /// <summary>As <see cref="Provider"/>.</summary>
    public required int SchemaVersion { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while something is missing.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Which keys the data folder has.</summary>
    public required InstallationKeys Keys { get; init; }

    /// <summary>Texts in which U+FFFD took the place of the character 0.</summary>
    public required long ReplacedTexts { get; init; }

    /// <summary>In the order in which they are imported.</summary>
    public required ImmutableArray<ExportedTable> Tables { get; init; }
}

/// <summary>A table of an export.</summary>
internal sealed record ExportedTable
{
    public required string Name { get; init; }

    /// <summary>In the order of a row's values.</summary>
    public required ImmutableArray<ExportedColumn> Columns { get; init; }

    /// <summary>The last number that the database gave to a row; null where it gives none.</summary>
    public long? LastNumber { get; init; }

    /// <summary>Where the first text is that has the character 0, which PostgreSQL can't hold; null without one.</summary>
    public string? FirstZero { get; init; }

    public required long Rows { get; init; }

    /// <summary>See <see cref="RowSums.Digest"/>: 32 hexadecimal digits.</summary>
    public required string Digest { get; init; }

    public required ImmutableArray<ExportedPart> Parts { get; init; }

    public ImmutableArray<ColumnKind> Kinds => [.. Columns.Select(column => column.Kind)];
}

/// <param name="Sum">Of a column of numbers; beyond 64 bits, so a text.</param>
internal sealed record ExportedColumn(string Name, ColumnKind Kind, string? Sum);

/// <summary>A file of rows.</summary>
/// <param name="Digest">Of its rows.</param>
/// <param name="Sha256">Of its bytes.</param>
internal sealed record ExportedPart(string File, long Rows, string Digest, string Sha256);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(ExportManifest))]
internal sealed partial class ExportManifestJson : JsonSerializerContext;
