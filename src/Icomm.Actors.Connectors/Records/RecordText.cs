namespace Icomm.Actors.Connectors.Records;

/// <summary>How much of a record's text is kept.</summary>
internal static class RecordText
{
    /// <summary>Characters of a single field: stores write whole articles into names.</summary>
    public const int Longest = 500;

    /// <summary>Characters of a record that can't be read, for <see cref="UnreadableRecord.Raw"/>.</summary>
    public const int LongestRaw = 64 * 1_024;

    /// <summary>At most so many characters, none of them half of a pair.</summary>
    public static string Cut(string text, int longest = Longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
}
