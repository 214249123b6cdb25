using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Icomm.Actors.Persistence.Accounts;

namespace Icomm.Actors.Silo.Access;

/// <summary>
/// The text of a key: a prefix, 256 random bits in base64url, and a checksum (the first four bytes of the SHA-256 of all before it, in base64url).
/// By prefix and checksum a scanner tells a leaked key from a text that only looks like one, and a mistyped key costs no look-up.
/// </summary>
internal static class ApiKeyText
{
    public const string Prefix = "icak_";

    private const int SecretBytes = 32;
    private const int ChecksumBytes = 4;
    private const int HintLength = 4;

    private static readonly int ChecksumLength = Base64Url.GetEncodedLength(ChecksumBytes);
    private static readonly int Length = Prefix.Length + Base64Url.GetEncodedLength(SecretBytes) + ChecksumLength;

    public static string Make()
    {
        var text = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return text + Checksum(text);
    }

    /// <summary>Whether it is a key's text, known or not.</summary>
    public static bool IsWellFormed(string text) =>
        text.Length == Length
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.All(char.IsAscii)
        && text.AsSpan(Length - ChecksumLength).SequenceEqual(Checksum(text[..^ChecksumLength]));

    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    public static ApiKeySecret SecretOf(string text) => new(HashOf(text), text[^HintLength..]);

    private static string Checksum(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, ChecksumBytes));
}
