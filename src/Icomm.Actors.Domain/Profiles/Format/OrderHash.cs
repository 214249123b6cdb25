using Icomm.Actors.Domain.Hashing;

namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>What a folded order is remembered by; its lower half finds kept orders. Stored: never change it without a new format version.</summary>
internal static class OrderHash
{
    /// <summary>Hash of the integration's id, a zero byte and the order's id.</summary>
    public static ulong Of(ReadOnlySpan<byte> integration, ReadOnlySpan<byte> orderId)
    {
        Span<byte> text = stackalloc byte[byte.MaxValue + 1 + OrderIntake.MaxOrderIdLength * 4];
        integration.CopyTo(text);
        text[integration.Length] = 0;
        orderId.CopyTo(text[(integration.Length + 1)..]);
        return XxHash64.Of(text[..(integration.Length + 1 + orderId.Length)]);
    }
}
