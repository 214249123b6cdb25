using System.Collections.Immutable;
using System.Text;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles.Format;

namespace Icomm.Actors.Domain.Profiles.Reading;

/// <summary>Reads the kept orders one by one, for whoever wants to see all that is known.</summary>
internal static class OrderReader
{
    private const int StatusBits = 3;

    public static ImmutableArray<ProfileOrder> Read(in ProfileReader profile)
    {
        var integrations = CurrencySums.NamesOf(profile, 0, profile.Header.Integrations);
        var currencies = CurrencySums.NamesOf(profile, profile.Header.Integrations, profile.Header.Currencies);
        var terms = TermsOf(profile);
        var orders = ImmutableArray.CreateBuilder<ProfileOrder>(profile.Rows.Length);
        var (text, firstRef) = (0, 0);
        foreach (ref readonly var row in profile.Rows)
        {
            var own = ImmutableArray.CreateBuilder<ProfileTerm>(row.RefCount);
            for (var i = firstRef; i < firstRef + row.RefCount; i++)
                own.Add(terms[profile.Ref(i)]);
            orders.Add(new ProfileOrder(
                integrations[row.Integration],
                Encoding.UTF8.GetString(profile.RowText.Slice(text, row.IdBytes)),
                row.NumberBytes == 0 ? null : Encoding.UTF8.GetString(profile.RowText.Slice(text + row.IdBytes, row.NumberBytes)),
                new DateTimeOffset(row.PlacedAt, TimeSpan.Zero),
                new DateTimeOffset(row.UpdatedAt, TimeSpan.Zero),
                (OrderStatus)(row.Flags & StatusBits),
                row.IsPurchase,
                currencies[row.Currency],
                new Money(row.Amount),
                new Quantity(row.Units),
                own.MoveToImmutable()));
            text += row.TextBytes;
            firstRef += row.RefCount;
        }

        return orders.MoveToImmutable();
    }

    private static ProfileTerm[] TermsOf(in ProfileReader profile)
    {
        var terms = new ProfileTerm[profile.Terms.Length];
        var text = profile.TermText;
        for (var i = 0; i < terms.Length; i++)
        {
            ref readonly var term = ref profile.Terms[i];
            var id = Encoding.UTF8.GetString(text[..term.IdBytes]);
            var name = term.NameBytes == ProfileFormat.NameIsId ? id : Encoding.UTF8.GetString(text[term.IdBytes..term.TextBytes]);
            terms[i] = new ProfileTerm(KindOf(term.Kind), id, name);
            text = text[term.TextBytes..];
        }

        return terms;
    }

    private static string KindOf(TermKind kind) => kind switch
    {
        TermKind.Product => "product",
        TermKind.Category => "category",
        TermKind.Brand => "brand",
        _ => "coupon",
    };
}
