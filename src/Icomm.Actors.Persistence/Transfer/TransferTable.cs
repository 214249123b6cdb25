using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Icomm.Actors.Persistence.Transfer;

/// <summary>A table as its database's catalogue has it, or as both databases agree to see it.</summary>
/// <param name="Key">The columns it is sorted by; together they name a row.</param>
internal sealed record TransferTable(string Name, ImmutableArray<TransferColumn> Columns, ImmutableArray<string> Key)
{
    /// <summary>What does not move, and why: the schema's own history, what a data folder is tied to, reminders, which every start makes anew, and what says that an import is under way.</summary>
    private static readonly ImmutableArray<string> LeftOut = ["schema_version", "installation", "reminders", UnfinishedImport.Table];

    /// <summary>Whether a table of a catalogue moves. Membership and reminders of Orleans are about silos that run.</summary>
    public static bool Moves(string name) => !LeftOut.Contains(name) && !name.StartsWith("orleans", StringComparison.OrdinalIgnoreCase);
}

/// <param name="Width">Of an integer, in bytes: 2, 4 or 8.</param>
internal sealed record TransferColumn(string Name, ColumnKind Kind, int Width = sizeof(long));

/// <summary>What a column holds, whatever its database calls it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ColumnKind>))]
internal enum ColumnKind
{
    /// <summary>Signed, up to 64 bits.</summary>
    Integer,

    Text,

    Bytes,
}
