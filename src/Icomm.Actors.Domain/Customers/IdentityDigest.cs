using System.Security.Cryptography;
using System.Text;

namespace Icomm.Actors.Domain.Customers;

/// <summary>
/// The name under which a customer may appear in grain keys, logs and traces (DESIGN §6): HMAC-SHA256 of the identity, cut to 128 bits, as 26 characters of lower-case base32
/// (RFC 4648, no padding). Keyed, so that nobody without the key can test a guessed e-mail against it.
/// </summary>
public static class IdentityDigest
{
    /// <summary>Characters of a digest.</summary>
    public const int Length = 26;

    /// <summary>Bytes a key must have at least.</summary>
    public const int MinimumKeyBytes = 16;

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <param name="identity">Whom to name.</param>
    /// <param name="key">The installation's secret, 16 bytes or more. Another key gives other names: it must never change.</param>
    /// <exception cref="ArgumentException">The key is too short.</exception>
    public static string Compute(CustomerIdentity identity, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(identity);
        if (key.Length < MinimumKeyBytes)
            throw new ArgumentException($"the digest key must have {MinimumKeyBytes} bytes or more", nameof(key));

        // The kind is hashed too: a store customer id that looks like an e-mail must not meet that e-mail's profile.
        Span<byte> text = stackalloc byte[512];
        var needed = 1 + Encoding.UTF8.GetByteCount(identity.Value);
        if (needed > text.Length)
            text = new byte[needed];
        text[0] = (byte)identity.Kind;
        Encoding.UTF8.GetBytes(identity.Value, text[1..]);

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, text[..needed], hash);
        return Base32(hash[..16]);
    }

    private static string Base32(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[Length];
        var (bits, count, at) = (0u, 0, 0);
        foreach (var b in bytes)
        {
            bits = (bits << 8) | b;
            count += 8;
            for (; count >= 5; count -= 5)
                text[at++] = Alphabet[(int)(bits >> (count - 5)) & 31];
        }

        text[at] = Alphabet[(int)(bits << (5 - count)) & 31];
        return new string(text);
    }
}
