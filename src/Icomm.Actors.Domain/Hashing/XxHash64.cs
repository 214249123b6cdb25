using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Icomm.Actors.Domain.Hashing;

/// <summary>
/// XXH64 with seed 0 (the published algorithm, checked against its test vectors). Hashes are stored, so they may never depend on the process, the machine or the runtime, as
/// <see cref="HashCode"/> does; the runtime's own XXH64 lives in a package, and the domain has none.
/// </summary>
public static class XxHash64
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var length = (ulong)bytes.Length;
        ulong hash;
        if (bytes.Length >= 32)
        {
            // Four independent lanes of eight bytes: whole megabytes are hashed, so no slicing inside the loop.
            var (a, b, c, d) = (unchecked(Prime1 + Prime2), Prime2, 0UL, unchecked(0UL - Prime1));
            var words = MemoryMarshal.Cast<byte, ulong>(bytes[..(bytes.Length & ~31)]);
            for (var i = 0; i + 3 < words.Length; i += 4)
            {
                a = Round(a, words[i]);
                b = Round(b, words[i + 1]);
                c = Round(c, words[i + 2]);
                d = Round(d, words[i + 3]);
            }

            bytes = bytes[(words.Length * sizeof(ulong))..];
            hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            hash = MergeRound(MergeRound(MergeRound(MergeRound(hash, a), b), c), d);
        }
        else
        {
            hash = Prime5;
        }

        hash += length;
        for (; bytes.Length >= 8; bytes = bytes[8..])
            hash = BitOperations.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(bytes)), 27) * Prime1 + Prime4;
        if (bytes.Length >= 4)
        {
            hash = BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Prime1), 23) * Prime2 + Prime3;
            bytes = bytes[4..];
        }

        foreach (var b in bytes)
            hash = BitOperations.RotateLeft(hash ^ (b * Prime5), 11) * Prime1;

        hash = (hash ^ (hash >> 33)) * Prime2;
        hash = (hash ^ (hash >> 29)) * Prime3;
        return hash ^ (hash >> 32);
    }

    private static ulong Round(ulong accumulator, ulong input) => BitOperations.RotateLeft(accumulator + (input * Prime2), 31) * Prime1;

    private static ulong MergeRound(ulong hash, ulong accumulator) => ((hash ^ Round(0, accumulator)) * Prime1) + Prime4;
}
