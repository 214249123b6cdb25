using System.Collections.Immutable;
using System.Text;
using Icomm.Actors.Domain.Profiles.Format;

namespace Icomm.Actors.Domain.Profiles.Reading;

/// <summary>
/// Puts the customer together from the facts. Where several say something, the one whose record the store changed last is shown; of two changed in the same instant an account goes before
/// an order, then the greater integration id.
/// </summary>
internal static class CustomerReader
{
    public static ProfileCustomer Read(in ProfileReader profile)
    {
        var integrations = CurrencySums.NamesOf(profile, 0, profile.Header.Integrations);
        var stores = ImmutableArray.CreateBuilder<ProfileCustomer.StoreView>();
        var all = new Newest();
        var at = (Fact: 0, Text: 0);
        for (var integration = 0; integration < integrations.Length; integration++)
        {
            var own = new Newest();
            var ids = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
            var first = at.Fact;
            for (; at.Fact < profile.Facts.Length && profile.Facts[at.Fact].Integration == integration; at.Fact++)
            {
                var fact = profile.Facts[at.Fact];
                var key = profile.FactText.Slice(at.Text, fact.KeyBytes);
                var value = profile.FactText.Slice(at.Text + fact.KeyBytes, fact.ValueBytes);
                at.Text += fact.KeyBytes + fact.ValueBytes;
                if (fact.Kind is FactKind.Account or FactKind.StoreCustomerId && !key.IsEmpty)
                    ids.Add(Encoding.UTF8.GetString(key));
                own.Take(fact, value);
                all.Take(fact, value);
            }

            if (at.Fact > first)
                stores.Add(own.ToStore(integrations[integration], [.. ids]));
        }

        return new ProfileCustomer
        {
            Email = all.Email.Text, Document = all.Document.Text, FirstName = all.Name.Text, LastName = all.Name.Second, Stores = stores.DrainToImmutable(),
        };
    }

    /// <summary>The newest of each thing seen so far.</summary>
    private sealed class Newest
    {
        public Said Email { get; private set; }

        public Said Document { get; private set; }

        public Said Name { get; private set; }

        private Said Account { get; set; }

        private ImmutableSortedDictionary<string, string> Attributes { get; set; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

        public void Take(in FactEntry fact, ReadOnlySpan<byte> value)
        {
            switch (fact.Kind)
            {
                case FactKind.Account:
                    TakeAccount(fact, value);
                    break;
                case FactKind.OrderName:
                    var zero = value.IndexOf((byte)0);
                    Name = Newer(Name, fact, Text(zero < 0 ? value : value[..zero]), zero < 0 ? null : Text(value[(zero + 1)..]));
                    break;
                case FactKind.OrderEmail:
                    Email = Newer(Email, fact, Text(value));
                    break;
                case FactKind.OrderDocument:
                    Document = Newer(Document, fact, Text(value));
                    break;
            }
        }

        public ProfileCustomer.StoreView ToStore(string integrationId, ImmutableArray<string> ids) => new()
        {
            IntegrationId = integrationId,
            StoreCustomerIds = ids,
            Email = Email.Text,
            Document = Document.Text,
            FirstName = Name.Text,
            LastName = Name.Second,
            Attributes = Attributes,
        };

        private void TakeAccount(in FactEntry fact, ReadOnlySpan<byte> value)
        {
            Email = Newer(Email, fact, AccountText.Next(ref value));
            Document = Newer(Document, fact, AccountText.Next(ref value));
            Name = Newer(Name, fact, AccountText.Next(ref value), AccountText.Next(ref value));
            if (!IsNewer(Account, fact))
                return;
            Account = new Said(true, fact.UpdatedAt, true, null, null);
            var attributes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            while (value.Length >= 2)
            {
                var name = AccountText.Next(ref value);
                var text = AccountText.Next(ref value);
                if (name is not null && text is not null)
                    attributes[name] = text;
            }

            Attributes = attributes.ToImmutable();
        }

        private static Said Newer(Said known, in FactEntry fact, string? text, string? second = null) =>
            (text ?? second) is not null && IsNewer(known, fact) ? new Said(true, fact.UpdatedAt, fact.Kind == FactKind.Account, text, second) : known;

        private static bool IsNewer(Said known, in FactEntry fact)
        {
            var order = known.IsKnown ? fact.UpdatedAt.CompareTo(known.UpdatedAt) : 1;
            if (order == 0)
                order = (fact.Kind == FactKind.Account).CompareTo(known.IsAccount);
            return order >= 0;
        }

        private static string? Text(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? null : Encoding.UTF8.GetString(utf8);
    }

    private readonly record struct Said(bool IsKnown, long UpdatedAt, bool IsAccount, string? Text, string? Second);
}
