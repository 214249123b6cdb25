using System.Runtime.CompilerServices;
using System.Text;

namespace Icomm.Actors.Publishing.Files;

/// <summary>Reads the rows of a file of ours as they are, line ends and quotes included: RFC 4180, where a quoted field may go over several lines, or one of <c>|</c>, where a line is a row.</summary>
internal static class FileRows
{
    private const int BufferSize = 16 * 1_024;

    public static async IAsyncEnumerable<string> ReadAsync(TextReader text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new char[BufferSize];
        var row = new StringBuilder();
        var (isQuoted, isDelimited) = (false, (bool?)null);
        while (await text.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            var begin = 0;
            for (var at = 0; at < read; at++)
            {
                if (buffer[at] == '"')
                    isQuoted = !isQuoted;
                if (buffer[at] != '\n' || (isQuoted && isDelimited is not true))
                    continue;
                row.Append(buffer, begin, at + 1 - begin);
                begin = at + 1;
                isDelimited ??= row.ToString().Contains('|');
                yield return row.ToString();
                row.Clear();
            }

            row.Append(buffer, begin, read - begin);
        }

        if (row.Length > 0)
            yield return row.ToString();
    }
}
