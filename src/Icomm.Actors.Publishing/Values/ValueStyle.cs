namespace Icomm.Actors.Publishing.Values;

/// <summary>How one receiver wants values written. Numbers are the same everywhere: a dot before decimals, no thousands separator, no zeros at the end.</summary>
/// <param name="DateFormat">A .NET format of days.</param>
/// <param name="ListSeparator">Between the names of a list.</param>
/// <param name="SeparatorInName">What takes the separator's place inside of a name.</param>
public sealed record ValueStyle(string DateFormat, char ListSeparator, char SeparatorInName)
{
    /// <summary>The contacts API: dd/mm/yyyy (facts §1.6).</summary>
    public static ValueStyle Icommkt { get; } = new("dd/MM/yyyy", '|', '/');

    /// <summary>CSV: ISO 8601 days.</summary>
    public static ValueStyle Csv { get; } = new("yyyy-MM-dd", '|', '/');

    /// <summary>The omnichannel files, where <c>|</c> ends a column and can't separate names (facts §1.7).</summary>
    public static ValueStyle Omnichannel { get; } = new("dd/MM/yyyy", ';', ',');
}
