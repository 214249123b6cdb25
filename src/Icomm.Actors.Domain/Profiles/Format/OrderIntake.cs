using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>Turns an order as a store gave it into a draft row: what counts, what it comes to, and which terms it mentions.</summary>
internal static class OrderIntake
{
    public const int MaxOrderIdLength = 200;

    /// <summary>Longest number kept, in UTF-16 units; longer ones are cut.</summary>
    private const int MaxNumberLength = 200;

    /// <summary>Paid, not cancelled, and not wholly refunded; an order of 0.00 counts (DESIGN §6).</summary>
    public static bool IsPurchase(StoreOrder order) => order.Status == OrderStatus.Purchase && !(order.Total > Money.Zero && order.Refunded >= order.Total);

    /// <exception cref="ArgumentException">The order breaks what <see cref="StoreOrder"/> promises; a connector must reject such a record.</exception>
    public static void Check(StoreOrder order)
    {
        if (order.OrderId is not { Length: > 0 and <= MaxOrderIdLength })
            throw new ArgumentException($"an order's id must have 1 to {MaxOrderIdLength} characters");
        if (order.Currency is not { Length: > 0 and <= 16 })
            throw new ArgumentException("an order's currency must have 1 to 16 characters");
    }

    /// <summary>The draft row of an order, its terms added to the draft. <paramref name="id"/> must be the last text of the draft.</summary>
    public static DraftRow Draft(ProfileDraft draft, StoreOrder order, TextSpan id, byte integration, ulong content)
    {
        var number = string.IsNullOrEmpty(order.Number) ? default : draft.Text.Add(order.Number, MaxNumberLength);
        var isPurchase = IsPurchase(order);
        var terms = new OrderTerms(draft);
        Int128 units = 0;
        foreach (var line in order.Lines.IsDefault ? [] : order.Lines)
        {
            units += line.Units.TenThousandths;
            if (isPurchase && line.Units.TenThousandths > 0)
                AddLine(ref terms, line, integration);
        }

        if (isPurchase)
        {
            foreach (var coupon in order.Coupons.IsDefault ? [] : order.Coupons)
                terms.Add(TermKind.Coupon, ProfileFormat.NoIntegration, coupon, null);
        }

        return new DraftRow
        {
            Id = id,
            FirstTerm = terms.First,
            Row = new OrderRow
            {
                PlacedAt = Math.Max(1, order.PlacedAt.UtcTicks), // 0 stands for "none" in the folded part
                UpdatedAt = order.UpdatedAt.UtcTicks,
                ReadAt = order.ReadAt.UtcTicks,
                Content = content,
                Amount = Sums.Saturate((Int128)order.Total.TenThousandths - order.Refunded.TenThousandths),
                Units = Sums.Saturate(units),
                RefCount = terms.Count,
                IdBytes = (ushort)id.Length,
                NumberBytes = (ushort)number.Length,
                Integration = integration,
                Currency = draft.Currencies.Intern(order.Currency),
                Flags = (byte)((byte)order.Status & 3 | (isPurchase ? OrderRow.PurchaseFlag : 0)),
            },
        };
    }

    private static void AddLine(ref OrderTerms terms, OrderLine line, byte integration)
    {
        terms.Add(TermKind.Product, integration, line.ProductId, line.Name);
        foreach (var category in line.Categories.IsDefault ? [] : line.Categories)
            terms.Add(TermKind.Category, integration, category.Id, category.Name);
        terms.Add(TermKind.Brand, ProfileFormat.NoIntegration, line.Brand, null);
    }
}
