using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Icomm.Actors.Connectors.Fenicio.Files;

/// <summary>
/// Reads rows of a file with delimiters from a stream (RFC 4180, and what spreadsheets make of it), one at a time, in memory that doesn't grow with the file. The delimiter (comma, semicolon or tab) is
/// taken from the first line; a byte order mark is passed over.
/// </summary>
/// <remarks>
/// Made for this rather than taken from a library: text is checked as UTF-8 while it is still bytes, so that the line of a wrong one is known; a row has a size that it can't exceed before it is
/// read to its end; and columns that must not be read (cards) never become text.
/// </remarks>
internal sealed class CsvReader(Stream stream)
{
    /// <summary>Bytes a row may have at most. A quote that is never closed makes a row of all that follows.</summary>
    public const int LongestRow = 1_048_576;

    private const int BufferSize = 64 * 1_024;
    private const byte Quote = (byte)'"';
    private const byte NewLine = (byte)'\n';
    private const byte Return = (byte)'\r';

    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly List<int> _ends = [];
    private byte[] _row = new byte[4 * 1_024];
    private int _rowLength;
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private long _line = 1;
    private Place _place = Place.FieldStart;
    private bool _skipNewLine;
    private SearchValues<byte> _stops = SearchValues.Create([NewLine, Return]);
    private byte _delimiter;

    /// <summary>Line of the file that the row begins at, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Fields of the row.</summary>
    public int Count => _ends.Count;

    /// <summary>A field's text without its quotes, UTF-8. Valid until the next row is read.</summary>
    public ReadOnlySpan<byte> this[int field] => _row.AsSpan(field == 0 ? 0 : _ends[field - 1], _ends[field] - (field == 0 ? 0 : _ends[field - 1]));

    /// <summary>Reads the beginning and finds the delimiter. Once, before the first row.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        while (_end < BufferSize && !_isAtEnd)
            await FillAsync(cancellationToken);
        if (_buffer.AsSpan(0, _end) is [0xEF, 0xBB, 0xBF, ..])
            _start = 3;
        _delimiter = Delimiter(_buffer.AsSpan(_start, _end - _start));
        _stops = SearchValues.Create([_delimiter, NewLine, Return]);
    }

    /// <summary>Reads the next row that isn't blank.</summary>
    /// <returns>False when there is none.</returns>
    /// <exception cref="StoreException"><c>file_not_utf8</c>, <c>file_row_too_long</c> or <c>file_quote_open</c>, with the line.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        do
        {
            (_rowLength, Line) = (0, _line);
            _ends.Clear();
            while (!Consume())
            {
                if (_isAtEnd)
                {
                    if (_place == Place.Quoted)
                        throw FileProblems.QuoteOpen(Line);
                    if (_place == Place.FieldStart && _ends.Count == 0)
                        return false;
                    EndField();
                    break;
                }

                await FillAsync(cancellationToken);
            }
        }
        while (_ends.Count == 1 && this[0].Trim((byte)' ').IsEmpty);
        CheckUtf8();
        return true;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
            _start = _end = 0;
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        _isAtEnd = read == 0;
    }

    /// <summary>Takes bytes from the buffer until the row ends.</summary>
    /// <returns>False when the buffer ended before the row.</returns>
    private bool Consume()
    {
        var input = _buffer.AsSpan(0, _end);
        if (_skipNewLine && _start < _end)
        {
            _skipNewLine = false;
            if (input[_start] == NewLine)
                _start++;
        }

        while (_start < _end)
        {
            switch (_place)
            {
                case Place.FieldStart when input[_start] == Quote:
                    _start++;
                    _place = Place.Quoted;
                    break;
                case Place.FieldStart:
                    _place = Place.Plain;
                    break;
                case Place.Plain:
                    Append(input[_start..], input[_start..].IndexOfAny(_stops));
                    if (_start < _end && EndsRow(input[_start++]))
                        return true;
                    break;
                case Place.Quoted:
                    var begin = _start;
                    Append(input[_start..], input[_start..].IndexOf(Quote));
                    _line += input[begin.._start].Count(NewLine);
                    if (_start < _end)
                    {
                        _start++;
                        _place = Place.Closed;
                    }

                    break;

                // A second quote stands for one inside the field; anything else but an end is taken as it is.
                case Place.Closed when input[_start] == Quote:
                    Append(input[_start..], 1);
                    _place = Place.Quoted;
                    break;
                case Place.Closed:
                    _place = Place.Plain;
                    break;
            }
        }

        return false;
    }

    /// <param name="length">-1 for all.</param>
    private void Append(ReadOnlySpan<byte> bytes, int length)
    {
        if (length >= 0)
            bytes = bytes[..length];
        _start += bytes.Length;
        if (_rowLength + bytes.Length > LongestRow)
            throw FileProblems.RowTooLong(Line);
        if (_rowLength + bytes.Length > _row.Length)
            Array.Resize(ref _row, Math.Min(LongestRow, Math.Max(_row.Length * 2, _rowLength + bytes.Length)));
        bytes.CopyTo(_row.AsSpan(_rowLength));
        _rowLength += bytes.Length;
    }

    private bool EndsRow(byte stop)
    {
        EndField();
        if (stop == _delimiter)
            return false;
        _line++;
        _skipNewLine = stop == Return;
        return true;
    }

    private void EndField()
    {
        // A million delimiters are no row either.
        if (_ends.Count + _rowLength >= LongestRow)
            throw FileProblems.RowTooLong(Line);
        _ends.Add(_rowLength);
        _place = Place.FieldStart;
    }

    /// <summary>Field by field: two halves of a character on both sides of a delimiter make no character.</summary>
    private void CheckUtf8()
    {
        if (Ascii.IsValid(_row.AsSpan(0, _rowLength)))
            return;
        for (var field = 0; field < Count; field++)
        {
            if (!Utf8.IsValid(this[field]))
                throw FileProblems.NotUtf8(Line + _row.AsSpan(0, ValidLength(field)).Count(NewLine));
        }
    }

    /// <summary>Bytes of the row before the first wrong one.</summary>
    private int ValidLength(int field)
    {
        var text = this[field];
        var valid = 0;
        while (valid < text.Length && Rune.DecodeFromUtf8(text[valid..], out _, out var length) == OperationStatus.Done)
            valid += length;
        return (field == 0 ? 0 : _ends[field - 1]) + valid;
    }

    /// <summary>What stands most often in the first line, outside quotes; a comma when nothing does.</summary>
    private static byte Delimiter(ReadOnlySpan<byte> beginning)
    {
        ReadOnlySpan<byte> candidates = ",;\t"u8;
        Span<int> counts = stackalloc int[candidates.Length];
        var isQuoted = false;
        foreach (var each in beginning.TrimStart("\r\n"u8))
        {
            if (each == Quote)
                isQuoted = !isQuoted;
            else if (isQuoted)
                continue;
            else if (each is NewLine or Return)
                break;
            else if (candidates.IndexOf(each) is >= 0 and var candidate)
                counts[candidate]++;
        }

        var best = 0;
        for (var i = 1; i < counts.Length; i++)
        {
            if (counts[i] > counts[best])
                best = i;
        }

        return candidates[best];
    }

    private enum Place
    {
        FieldStart,
        Plain,
        Quoted,

        /// <summary>Behind a quote that may have closed the field.</summary>
        Closed,
    }
}
