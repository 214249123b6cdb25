using System.Runtime.InteropServices;

namespace Icomm.Actors.Persistence.Transfer;

/// <summary>The values of one row, of either database: null, a number, or bytes, which are UTF-8 where they are text. Used again for the next row.</summary>
internal sealed class TransferRow(int columns)
{
    private readonly Cell[] _cells = new Cell[columns];
    private byte[] _bytes = new byte[4_096];
    private int _columns;
    private int _used;

    /// <summary>What all values are made of, one after the other: equal rows have equal content.</summary>
    public ReadOnlySpan<byte> Shape => MemoryMarshal.AsBytes(_cells.AsSpan());

    /// <summary>The bytes of all values that have some.</summary>
    public ReadOnlySpan<byte> Content => _bytes.AsSpan(0, _used);

    public void Clear() => (_columns, _used) = (0, 0);

    public void AddNull() => _cells[_columns++] = new Cell(Kind.Null, 0);

    public void Add(long number) => _cells[_columns++] = new Cell(Kind.Number, number);

    public void Add(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>Adds bytes that the caller writes; those that it doesn't need it gives back by <see cref="Trim"/>.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_bytes.Length - _used < length)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _used + length));
        _cells[_columns++] = new Cell(Kind.Bytes, length);
        _used += length;
        return _bytes.AsSpan(_used - length, length);
    }

    /// <summary>Shortens the value that was added last.</summary>
    public void Trim(int length)
    {
        _used -= (int)_cells[_columns - 1].Value - length;
        _cells[_columns - 1] = new Cell(Kind.Bytes, length);
    }

    public bool IsNull(int column) => _cells[column].Kind == Kind.Null;

    public long Number(int column) => _cells[column].Value;

    /// <summary>The values from the first column on, in their order.</summary>
    public Cells GetEnumerator() => new(this);

    private enum Kind : long
    {
        Null,
        Number,
        Bytes,
    }

    /// <param name="Value">The number, or how many bytes.</param>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Cell(Kind Kind, long Value);

    /// <summary>Goes through the values of a row.</summary>
    internal ref struct Cells(TransferRow row)
    {
        private int _column = -1;
        private int _start;
        private int _length;

        public readonly Cells Current => this;

        public readonly int Column => _column;

        public readonly bool IsNull => row.IsNull(_column);

        public readonly long Number => row.Number(_column);

        public readonly ReadOnlySpan<byte> Bytes => row._bytes.AsSpan(_start, _length);

        public bool MoveNext()
        {
            if (++_column == row._columns)
                return false;
            _start += _length;
            var cell = row._cells[_column];
            _length = cell.Kind == Kind.Bytes ? (int)cell.Value : 0;
            return true;
        }
    }
}
