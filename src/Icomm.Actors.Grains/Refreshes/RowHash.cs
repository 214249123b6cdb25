using System.Buffers.Binary;
using System.Text;
using Icomm.Actors.Domain.Hashing;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Grains.Refreshes;

/// <summary>
/// Hashes of what is published of a row, stable over processes: two rows with one hash need not both be sent. 64 bits: among a billion comparisons of a row with its own former state, the chance that
/// one change goes unnoticed is below one in ten billion. Used by one caller at a time.
/// </summary>
internal sealed class RowHash
{
    private byte[] _buffer = new byte[4_096];
    private int _length;

    /// <summary>Of everything but scores, segments and the days since a purchase.</summary>
    public long Of(ProfileSummary summary, PeriodMetrics[] periods, ProfileNumbers? numbers, ReadOnlySpan<byte> lists)
    {
        _length = 0;
        foreach (var metrics in periods)
        {
            Add(metrics.Purchases);
            Add(metrics.Amount);
            Add(metrics.Units);
            Add(metrics.Average ?? long.MinValue);
        }

        Add(numbers?.FirstPurchaseDate?.DayNumber ?? 0);
        Add(numbers?.LastPurchaseDate?.DayNumber ?? 0);
        Add(numbers?.LastPurchaseAmount?.TenThousandths ?? long.MinValue);
        Add(summary.Email);
        Add(summary.FirstName);
        Add(summary.LastName);
        Add(lists);
        return Hash();
    }

    /// <summary>Of everything but the days since a purchase.</summary>
    public long Of(long contentHash, ReadOnlySpan<short> codes, string group, string segment, string? previousSegment, int? segmentChangedOn)
    {
        _length = 0;
        Add(contentHash);
        foreach (var code in codes)
            Add(code);
        Add(group);
        Add(segment);
        Add(previousSegment);
        Add(segmentChangedOn ?? 0);
        return Hash();
    }

    private long Hash() => unchecked((long)XxHash64.Of(_buffer.AsSpan(0, _length)));

    private void Add(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value);
        _length += sizeof(long);
    }

    private void Add(string? text)
    {
        Add(text is null ? -1L : text.Length);
        var room = Room(Encoding.UTF8.GetMaxByteCount(text?.Length ?? 0));
        _length += Encoding.UTF8.GetBytes(text, room);
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    private Span<byte> Room(int bytes)
    {
        if (_buffer.Length - _length < bytes)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes));
        return _buffer.AsSpan(_length);
    }
}
