using System.Runtime.InteropServices;
using Icomm.Actors.Domain.Hashing;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>
/// The 64-bit hash that says whether two readings of an order hold the same: over a canonical encoding of everything except the version
/// (<see cref="StoreOrder.UpdatedAt"/>, <see cref="StoreOrder.ReadAt"/>). Stored: never change the encoding without a new format version.
/// </summary>
internal static class OrderContent
{
    public static ulong Hash(StoreOrder order, GrowBuffer<byte> scratch)
    {
        scratch.Clear();
        Text(scratch, order.OrderId);
        Text(scratch, order.Number);
        Number(scratch, order.PlacedAt.UtcTicks);
        Text(scratch, order.Customer.StoreCustomerId);
        Text(scratch, order.Customer.Email);
        Text(scratch, order.Customer.Document);
        Text(scratch, order.Customer.FirstName);
        Text(scratch, order.Customer.LastName);
        Number(scratch, (byte)order.Status);
        Text(scratch, order.State);
        Text(scratch, order.Currency);
        Number(scratch, order.Total.TenThousandths);
        Number(scratch, order.Refunded.TenThousandths);
        var lines = order.Lines.IsDefault ? [] : order.Lines;
        Number(scratch, lines.Length);
        foreach (var line in lines)
        {
            Text(scratch, line.ProductId);
            Text(scratch, line.Name);
            Number(scratch, line.Units.TenThousandths);
            Text(scratch, line.Brand);
            var categories = line.Categories.IsDefault ? [] : line.Categories;
            Number(scratch, categories.Length);
            foreach (var category in categories)
            {
                Text(scratch, category.Id);
                Text(scratch, category.Name);
            }
        }

        var coupons = order.Coupons.IsDefault ? [] : order.Coupons;
        Number(scratch, coupons.Length);
        foreach (var coupon in coupons)
            Text(scratch, coupon);
        return XxHash64.Of(scratch.Span);
    }

    private static void Number(GrowBuffer<byte> scratch, long value) => MemoryMarshal.Write(scratch.Extend(sizeof(long)), value);

    /// <summary>The UTF-16 units as they are: no text is too odd to be told from another.</summary>
    private static void Text(GrowBuffer<byte> scratch, string? text)
    {
        MemoryMarshal.Write(scratch.Extend(sizeof(int)), text?.Length ?? -1);
        scratch.AddRange(MemoryMarshal.AsBytes(text.AsSpan()));
    }
}
