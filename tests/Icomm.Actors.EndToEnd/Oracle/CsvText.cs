using System.IO.Compression;
using System.Text;

namespace Icomm.Actors.EndToEnd.Oracle;

/// <summary>Reads RFC 4180 by hand, so that the oracle shares no parser with what it checks.</summary>
internal static class CsvText
{
    public static IEnumerable<string[]> Read(string gzippedFile)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(gzippedFile), CompressionMode.Decompress), Encoding.UTF8);
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var next = text.Read(); next >= 0; next = text.Read())
        {
            var c = (char)next;
            if (isQuoted)
            {
                if (c != '"')
                    field.Append(c);
                else if (text.Peek() == '"')
                    field.Append((char)text.Read());
                else
                    isQuoted = false;
                continue;
            }

            switch (c)
            {
                case '"':
                    isQuoted = true;
                    break;
                case ',':
                    EndField();
                    break;
                case '\r':
                    break;
                case '\n':
                    EndField();
                    yield return [.. fields];
                    fields.Clear();
                    break;
                default:
                    field.Append(c);
                    break;
            }
        }

        if (fields.Count > 0 || field.Length > 0)
        {
            EndField();
            yield return [.. fields];
        }

        void EndField()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }
}
