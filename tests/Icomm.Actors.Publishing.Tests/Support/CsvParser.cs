using System.Text;

namespace Icomm.Actors.Publishing.Tests.Support;

/// <summary>Reads CSV by the grammar of RFC 4180 §2, strictly, without the library that writes it.</summary>
internal static class CsvParser
{
    public static List<string[]> Parse(string text)
    {
        var records = new List<string[]>();
        var at = 0;
        while (at < text.Length)
        {
            var fields = new List<string>();
            while (true)
            {
                fields.Add(text[at] == '"' ? Quoted(text, ref at) : Bare(text, ref at));
                if (at < text.Length && text[at] == ',')
                {
                    at++;
                    continue;
                }

                Assert.True(at + 1 < text.Length && text[at] == '\r' && text[at + 1] == '\n', $"a record ends in CRLF, at {at}");
                at += 2;
                break;
            }

            records.Add([.. fields]);
        }

        return records;
    }

    private static string Quoted(string text, ref int at)
    {
        var value = new StringBuilder();
        for (at++; ; at++)
        {
            if (text[at] != '"')
            {
                value.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                value.Append('"');
                at++;
            }
            else
            {
                at++;
                return value.ToString();
            }
        }
    }

    private static string Bare(string text, ref int at)
    {
        var start = at;
        while (text[at] is not (',' or '\r' or '\n' or '"'))
            at++;
        return text[start..at];
    }
}
