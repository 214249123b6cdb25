using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>A reusable growing array of plain values: scratch space for building a state without garbage.</summary>
internal sealed class GrowBuffer<T>
    where T : unmanaged
{
    private const int KeptBytes = 1 << 20;

    private T[] _items = [];

    public int Count { get; private set; }

    public Span<T> Span => _items.AsSpan(0, Count);

    public ref T this[int index] => ref Span[index];

    public void Add(in T item) => Extend(1)[0] = item;

    public void AddRange(ReadOnlySpan<T> items) => items.CopyTo(Extend(items.Length));

    /// <summary>Room for <paramref name="count"/> more values, their content undefined.</summary>
    /// <exception cref="ProfileStateException">The buffer would pass 2 GB.</exception>
    public Span<T> Extend(int count)
    {
        var needed = (long)Count + count;
        if (needed > _items.Length)
            Grow(needed);
        var room = _items.AsSpan(Count, count);
        Count = (int)needed;
        return room;
    }

    /// <summary>Gives back the last values that turned out not to be needed.</summary>
    public void Truncate(int count) => Count = Math.Min(Count, count);

    /// <summary>Empties the buffer, and lets go of the array when a rare large profile has made it large.</summary>
    public void Clear()
    {
        Count = 0;
        if ((long)_items.Length * Unsafe.SizeOf<T>() > KeptBytes * 4L)
            _items = [];
    }

    /// <summary>The values as the bytes they are stored as.</summary>
    public ReadOnlySpan<byte> AsBytes() => MemoryMarshal.AsBytes(Span);

    private void Grow(long needed)
    {
        var size = Unsafe.SizeOf<T>();
        if (needed * size > Array.MaxLength)
            throw new ProfileStateException(ProfileStateErrors.TooLarge, "the profile would pass 2 GB");
        var capacity = Math.Min(Math.Max(needed, Math.Max(256 / size, _items.Length * 2L)), Array.MaxLength / size);
        var grown = GC.AllocateUninitializedArray<T>((int)capacity);
        Span.CopyTo(grown);
        _items = grown;
    }
}
