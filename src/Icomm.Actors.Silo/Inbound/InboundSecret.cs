using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Icomm.Actors.Persistence.Inbox;

namespace Icomm.Actors.Silo.Inbound;

/// <summary>The tokens that stores push with: 256 random bits in base64url behind a prefix by which leaked ones are recognised.</summary>
internal static class InboundSecret
{
    private const string Prefix = "icin_";
    private const int Bytes = 32;
    private const int HintLength = 4;

    /// <summary>Compared with where there is nothing to compare with, so that both take the same time.</summary>
    private static readonly byte[] NoHash = new byte[SHA256.HashSizeInBytes];

    public static string Make() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    public static string HintOf(string token) => token[^HintLength..];

    /// <summary>Whether it is one of the integration's tokens.</summary>
    /// <param name="tokens">Null when there are none.</param>
    /// <param name="isFormer">Whether it is the one before the last rotation, which is valid still.</param>
    public static bool IsOneOf(string token, InboundTokens? tokens, DateTimeOffset now, out bool isFormer)
    {
        var hash = HashOf(token);
        var isCurrent = CryptographicOperations.FixedTimeEquals(hash, tokens?.Current.Hash ?? NoHash) && tokens is not null;
        isFormer = CryptographicOperations.FixedTimeEquals(hash, tokens?.Former?.Hash ?? NoHash) && tokens?.FormerUntil > now;
        return isCurrent || isFormer;
    }
}
