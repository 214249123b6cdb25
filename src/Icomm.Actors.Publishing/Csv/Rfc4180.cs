using System.Globalization;
using CsvHelper.Configuration;

namespace Icomm.Actors.Publishing.Csv;

/// <summary>How every CSV file of ours is written: commas, CRLF, quotes where they are needed.</summary>
public static class Rfc4180
{
    // CsvHelper by itself quotes no lone CR or LF once the end of a line is set.
    public static readonly CsvConfiguration Configuration = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        ShouldQuote = field => field.Field is { Length: > 0 } text && (text.AsSpan().ContainsAny("\",\r\n") || text[0] == ' ' || text[^1] == ' '),
    };
}
