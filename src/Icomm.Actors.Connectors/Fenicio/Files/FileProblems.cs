using System.Globalization;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Fenicio.Files;

/// <summary>Why a file can't be read as a whole, in words for a merchant. Nothing of the file is quoted.</summary>
internal static class FileProblems
{
    public static StoreException Empty() => StoreProblems.Permanent(
        "file_empty", "The file is empty.", "Download the report 'Productos por venta' from Fenicio again, as CSV, and upload it as it is.");

    public static StoreException NotUtf8(long line) => StoreProblems.Permanent(
        "file_not_utf8",
        string.Create(CultureInfo.InvariantCulture, $"The file is not UTF-8 text: line {line} has bytes that are no characters."),
        "Upload the CSV file as Fenicio made it, or save it from the spreadsheet as 'CSV UTF-8'.");

    public static StoreException RowTooLong(long line) => StoreProblems.Permanent(
        "file_row_too_long",
        string.Create(CultureInfo.InvariantCulture, $"The row that begins in line {line} has more than {CsvReader.LongestRow / 1_024} KB."),
        "Look for a quotation mark in that line that is opened and never closed, or download the report again.");

    public static StoreException QuoteOpen(long line) => StoreProblems.Permanent(
        "file_quote_open",
        string.Create(CultureInfo.InvariantCulture, $"A quotation mark in the row that begins in line {line} is never closed."),
        "The file may have been cut off: download the report again and upload it whole.");

    /// <param name="columns">As the report names them, in Spanish and Portuguese.</param>
    public static StoreException ColumnMissing(IEnumerable<string> columns) => StoreProblems.Permanent(
        "file_column_missing",
        $"The first line lacks these columns: {string.Join(", ", columns)}.",
        "Make the report 'Productos por venta' with all the columns that the help article lists, and leave their names as they are.");
}
