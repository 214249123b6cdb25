using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Icomm.Actors.Connectors.Fenicio.Files;

/// <summary>Makes a <see cref="FileRow"/> of each row of the report: the columns that an order needs, as a JSON object of texts by <see cref="FenicioKey"/>.</summary>
internal static class FenicioFileReader
{
    private const int LongestText = 500;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly FrozenDictionary<FenicioKey, JsonEncodedText> Names = Enum.GetValues<FenicioKey>().ToFrozenDictionary(key => key, key => JsonEncodedText.Encode(key.ToString()));

    /// <exception cref="StoreException">See <see cref="IFileConnector.ReadRowsAsync"/>.</exception>
    public static async IAsyncEnumerable<FileRow> ReadAsync(Stream file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var csv = new CsvReader(file);
        await csv.OpenAsync(cancellationToken);
        if (!await csv.ReadAsync(cancellationToken))
            throw FileProblems.Empty();
        var header = FenicioHeader.Read(csv);
        if (!header.Repeated.IsEmpty)
            yield return Unusable(csv.Line, "column_repeated", $"of columns that come more than once the first is taken: {string.Join(", ", header.Repeated)}") with { IsHeader = true };

        var buffer = new ArrayBufferWriter<byte>(4 * 1_024);
        await using var json = new Utf8JsonWriter(buffer, Plain);
        while (await csv.ReadAsync(cancellationToken))
        {
            buffer.ResetWrittenCount();
            json.Reset();
            yield return ToRow(csv, header, json, buffer);
        }
    }

    private static FileRow ToRow(CsvReader csv, FenicioHeader header, Utf8JsonWriter json, ArrayBufferWriter<byte> buffer)
    {
        // A delimiter or a line break that should have been quoted moves everything behind it to other columns.
        if (!Fits(csv, header))
        {
            return Unusable(csv.Line, "row_malformed", string.Create(
                CultureInfo.InvariantCulture, $"the row has {csv.Count} fields where the first line has {header.Count}: a text with a delimiter or a line break may lack its quotation marks"));
        }

        string? code = null, number = null;
        json.WriteStartObject();
        foreach (var (field, key) in header.Kept)
        {
            if (field >= csv.Count)
                break;
            var text = Shorten(csv[field].Trim(" \t\r\n"u8));
            if (text.IsEmpty)
                continue;
            json.WriteString(Names[key], text);
            if (key == FenicioKey.Code)
                code = Encoding.UTF8.GetString(text);
            else if (key == FenicioKey.Number)
                number = Encoding.UTF8.GetString(text);
        }

        json.WriteEndObject();
        json.Flush();
        return (code ?? number) is { Length: <= 200 } order
            ? new FileRow(csv.Line, order, Encoding.UTF8.GetString(buffer.WrittenSpan))
            : Unusable(csv.Line, "id_missing", $"{FenicioColumns.Of(FenicioKey.Code)} and {FenicioColumns.Of(FenicioKey.Number)} are empty, or longer than 200 characters");
    }

    /// <summary>The fields that must be there, and nothing but empty ones beyond those of the header.</summary>
    private static bool Fits(CsvReader csv, FenicioHeader header)
    {
        for (var field = header.Count; field < csv.Count; field++)
        {
            if (!csv[field].IsEmpty)
                return false;
        }

        return csv.Count >= header.Fewest;
    }

    /// <summary>Cut where a character ends.</summary>
    private static ReadOnlySpan<byte> Shorten(ReadOnlySpan<byte> text)
    {
        if (text.Length <= LongestText)
            return text;
        var length = LongestText;
        while ((text[length] & 0xC0) == 0x80)
            length--;
        return text[..length];
    }

    private static FileRow Unusable(long line, string code, string reason) => new(line, OrderKey: null, Data: "", new FileRejection(line, OrderKey: null, code, reason));
}
