using System.Globalization;
using System.IO.Compression;
using CsvHelper;
using CsvHelper.Configuration;

namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>Reads the file's lines, decompressing as it goes.</summary>
internal static class UciFile
{
    private static readonly string[] Header =
        ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"];

    /// <exception cref="InvalidDataException">The header or a line is not what data/README describes.</exception>
    public static IEnumerable<UciLine> Read(string path)
    {
        using var file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(plain);
        using var csv = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture));
        if (!csv.Read() || !csv.Record!.SequenceEqual(Header)) throw new InvalidDataException($"{path} doesn't begin with the columns {string.Join(',', Header)}.");
        // Invoice numbers, codes, names and countries repeat; one string each keeps half a million lines small.
        var strings = new Dictionary<string, string>(StringComparer.Ordinal);
        while (csv.Read())
        {
            UciLine line;
            try
            {
                line = new UciLine(
                    Shared(csv[0]),
                    Shared(csv[1]),
                    Shared(csv[2].Trim()),
                    int.Parse(csv[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
                    Instant(csv[4]),
                    Amount.From(decimal.Parse(csv[5], NumberStyles.Float, CultureInfo.InvariantCulture)),
                    csv[6].Length == 0 ? null : (int)decimal.Parse(csv[6], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture),
                    Shared(csv[7]));
            }
            catch (Exception error) when (error is FormatException or OverflowException or IndexOutOfRangeException or ArgumentException)
            {
                throw new InvalidDataException($"Line {csv.RawRow} of {path} can't be read: {csv.RawRecord}", error);
            }

            yield return line;
        }

        string Shared(string text)
        {
            if (strings.TryGetValue(text, out var known)) return known;
            strings.Add(text, text);
            return text;
        }
    }

    private static DateTime Instant(string text) => DateTime.ParseExact(
        text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
