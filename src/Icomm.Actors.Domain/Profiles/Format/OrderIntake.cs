using Icomm.Actors.Domain.Hashing;
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
        var firstTerm = draft.Terms.Count;
        Int128 units = 0;
        foreach (var line in order.Lines.IsDefault ? [] : order.Lines)
        {
            units += line.Units.TenThousandths;
            if (isPurchase && line.Units.TenThousandths > 0)
                AddLine(draft, line, integration, firstTerm);
        }

        if (isPurchase)
        {
            foreach (var coupon in order.Coupons.IsDefault ? [] : order.Coupons)
                AddTerm(draft, TermKind.Coupon, ProfileFormat.NoIntegration, coupon, null, firstTerm);
        }

        return new DraftRow
        {
            Id = id,
            FirstTerm = firstTerm,
            Row = new OrderRow
            {
                PlacedAt = Math.Max(1, order.PlacedAt.UtcTicks), // 0 stands for "none" in the folded part
                UpdatedAt = order.UpdatedAt.UtcTicks,
                ReadAt = order.ReadAt.UtcTicks,
                Content = content,
                Amount = Sums.Saturate((Int128)order.Total.TenThousandths - order.Refunded.TenThousandths),
                Units = Sums.Saturate(units),
                RefCount = draft.Terms.Count - firstTerm,
                IdBytes = (ushort)id.Length,
                NumberBytes = (ushort)number.Length,
                Integration = integration,
                Currency = draft.Currencies.Intern(order.Currency),
                Flags = (byte)((byte)order.Status & 3 | (isPurchase ? OrderRow.PurchaseFlag : 0)),
            },
        };
    }

    private static void AddLine(ProfileDraft draft, OrderLine line, byte integration, int firstTerm)
    {
        AddTerm(draft, TermKind.Product, integration, line.ProductId, line.Name, firstTerm);
        foreach (var category in line.Categories.IsDefault ? [] : line.Categories)
            AddTerm(draft, TermKind.Category, integration, category.Id, category.Name, firstTerm);
        AddTerm(draft, TermKind.Brand, ProfileFormat.NoIntegration, line.Brand, null, firstTerm);
    }

    /// <summary>Adds a term unless the order mentions it already (under whatever name: the first one stands).</summary>
    private static void AddTerm(ProfileDraft draft, TermKind kind, byte integration, string? id, string? name, int firstTerm)
    {
        if (string.IsNullOrEmpty(id))
            return;
        var before = draft.Text.Count;
        var idSpan = draft.Text.Add(id, ProfileFormat.MaxIdLength);
        var idText = draft.Text[idSpan];
        var hash = (uint)XxHash64.Of(idText);
        foreach (ref readonly var known in draft.Terms.Span[firstTerm..])
        {
            if (known.IdHash != hash || known.Kind != kind || !draft.Text[known.Id].SequenceEqual(idText))
                continue;
            draft.Text.Truncate(before);
            return;
        }

        var nameSpan = string.IsNullOrWhiteSpace(name) ? idSpan : draft.Text.Add(name, ProfileFormat.MaxNameLength);
        var nameIsId = nameSpan == idSpan || draft.Text[nameSpan].SequenceEqual(draft.Text[idSpan]);
        draft.Terms.Add(new DraftTerm { Kind = kind, Integration = integration, Id = idSpan, Name = nameIsId ? idSpan : nameSpan, NameIsId = nameIsId, IdHash = hash });
    }
}
