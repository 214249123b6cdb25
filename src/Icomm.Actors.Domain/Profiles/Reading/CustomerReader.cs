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
            var own = new NewestOfStore();
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

    /// <summary>What <see cref="Read"/> says of all stores together, and nothing else: asked for at every write.</summary>
    public static (string? Email, string? FirstName, string? LastName) ReadPerson(in ProfileReader profile)
    {
        var all = new Newest();
        var text = profile.FactText;
        foreach (ref readonly var fact in profile.Facts)
        {
            all.Take(fact, text.Slice(fact.KeyBytes, fact.ValueBytes));
            text = text[(fact.KeyBytes + fact.ValueBytes)..];
        }

        return (all.Email.Text, all.Name.Text, all.Name.Second);
    }

    /// <summary>The newest of each thing seen so far.</summary>
    private class Newest
    {
        public Said Email { get; private set; }

        public Said Document { get; private set; }

        public Said Name { get; private set; }

        public void Take(in FactEntry fact, ReadOnlySpan<byte> value)
        {
            switch (fact.Kind)
            {
                case FactKind.Account:
                    TakeAccount(fact, value);
                    break;
                case FactKind.OrderName when IsNewer(Name, fact):
                    var zero = value.IndexOf((byte)0);
                    Name = Newer(Name, fact, Text(zero < 0 ? value : value[..zero]), zero < 0 ? null : Text(value[(zero + 1)..]));
                    break;
                case FactKind.OrderEmail when IsNewer(Email, fact):
                    Email = Newer(Email, fact, Text(value));
                    break;
                case FactKind.OrderDocument when IsNewer(Document, fact):
                    Document = Newer(Document, fact, Text(value));
                    break;
            }
        }

        /// <param name="attributes">What follows in an account's text.</param>
        protected virtual void TakeAttributes(in FactEntry fact, ReadOnlySpan<byte> attributes)
        {
        }

        protected static bool IsNewer(Said known, in FactEntry fact)
        {
            var order = known.IsKnown ? fact.UpdatedAt.CompareTo(known.UpdatedAt) : 1;
            if (order == 0)
                order = (fact.Kind == FactKind.Account).CompareTo(known.IsAccount);
            return order >= 0;
        }

        private void TakeAccount(in FactEntry fact, ReadOnlySpan<byte> value)
        {
            Email = Newer(Email, fact, AccountText.Next(ref value));
            Document = Newer(Document, fact, AccountText.Next(ref value));
            Name = Newer(Name, fact, AccountText.Next(ref value), AccountText.Next(ref value));
            TakeAttributes(fact, value);
        }

        private static Said Newer(Said known, in FactEntry fact, string? text, string? second = null) =>
            (text ?? second) is not null && IsNewer(known, fact) ? new Said(true, fact.UpdatedAt, fact.Kind == FactKind.Account, text, second) : known;

        private static string? Text(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? null : Encoding.UTF8.GetString(utf8);
    }

    /// <summary>The same for one store, whose accounts have attributes.</summary>
    private sealed class NewestOfStore : Newest
    {
        private Said _account;
        private ImmutableSortedDictionary<string, string> _attributes = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

        public ProfileCustomer.StoreView ToStore(string integrationId, ImmutableArray<string> ids) => new()
        {
            IntegrationId = integrationId,
            StoreCustomerIds = ids,
            Email = Email.Text,
            Document = Document.Text,
            FirstName = Name.Text,
            LastName = Name.Second,
            Attributes = _attributes,
        };

        protected override void TakeAttributes(in FactEntry fact, ReadOnlySpan<byte> attributes)
        {
            if (!IsNewer(_account, fact))
                return;
            _account = new Said(true, fact.UpdatedAt, true, null, null);
            var read = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            while (attributes.Length >= 2)
            {
                var name = AccountText.Next(ref attributes);
                var text = AccountText.Next(ref attributes);
                if (name is not null && text is not null)
                    read[name] = text;
            }

            _attributes = read.ToImmutable();
        }
    }

    private readonly record struct Said(bool IsKnown, long UpdatedAt, bool IsAccount, string? Text, string? Second);
}
