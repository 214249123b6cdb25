using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;

namespace Icomm.Actors.Persistence.Transfer;

/// <summary>What rows add up to, in whatever order they come: their number, the sum of each column of numbers, and a digest of all that is in them.</summary>
internal sealed class RowSums(ImmutableArray<ColumnKind> columns)
{
    private readonly Int128[] _sums = new Int128[columns.Length];
    private readonly long[] _greatest = new long[columns.Length];

    public long Rows { get; private set; }

    /// <summary>The sum of the first halves of the rows' SHA-256, 128 bits that overflow.</summary>
    public UInt128 Digest { get; private set; }

    public static string Text(UInt128 digest) => digest.ToString("x32", CultureInfo.InvariantCulture);

    public void Add(TransferRow row)
    {
        Rows++;
        Digest = unchecked(Digest + DigestOf(row));
        for (var column = 0; column < columns.Length; column++)
        {
            if (columns[column] != ColumnKind.Integer || row.IsNull(column))
                continue;
            _sums[column] += row.Number(column);
            _greatest[column] = Math.Max(_greatest[column], row.Number(column));
        }
    }

    /// <summary>The sum of a column of numbers.</summary>
    public string Sum(int column) => _sums[column].ToString(CultureInfo.InvariantCulture);

    /// <summary>The greatest number of a column, at least 0.</summary>
    public long Greatest(int column) => _greatest[column];

    private static UInt128 DigestOf(TransferRow row)
    {
        // The shape first: it says how the content is divided, so that no two rows have the same bytes.
        Span<byte> hash = stackalloc byte[2 * SHA256.HashSizeInBytes];
        SHA256.HashData(row.Shape, hash);
        SHA256.HashData(row.Content, hash[SHA256.HashSizeInBytes..]);
        SHA256.HashData(hash, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
