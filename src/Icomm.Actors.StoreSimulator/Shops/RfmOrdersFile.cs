using System.Globalization;
using System.IO.Compression;
using CsvHelper;
using CsvHelper.Configuration;

namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>Reads the table's rows; columns behind the first three, which only say the customer's name again, are not looked at.</summary>
internal static class RfmOrdersFile
{
    private static readonly string[] Header = ["customer_id", "order_date", "revenue"];

    public static bool HasHeader(string path)
    {
        using var csv = Open(path);
        return IsHeader(csv);
    }

    /// <exception cref="InvalidDataException">The header or a row is not what data/README describes.</exception>
    public static IEnumerable<RfmOrdersLine> Read(string path)
    {
        using var csv = Open(path);
        if (!IsHeader(csv)) throw new InvalidDataException($"{path} doesn't begin with the columns {string.Join(',', Header)}.");
        while (csv.Read())
        {
            RfmOrdersLine line;
            try
            {
                line = new RfmOrdersLine(
                    csv[0].Trim() is { Length: > 0 } name ? name : throw new FormatException("No customer."),
                    DateOnly.ParseExact(csv[1], "yyyy-MM-dd", CultureInfo.InvariantCulture),
                    Amount.From(decimal.Parse(csv[2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)));
            }
            catch (Exception error) when (error is FormatException or OverflowException or IndexOutOfRangeException or ArgumentException)
            {
                throw new InvalidDataException($"Line {csv.RawRow} of {path} can't be read: {csv.RawRecord}", error);
            }

            yield return line;
        }
    }

    private static bool IsHeader(CsvParser csv) => csv.Read() && csv.Record!.Take(Header.Length).SequenceEqual(Header);

    private static CsvParser Open(string path)
    {
        var file = File.OpenRead(path);
        Stream plain = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        return new CsvParser(new StreamReader(plain), new CsvConfiguration(CultureInfo.InvariantCulture));
    }
}
