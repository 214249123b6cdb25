using System.Collections.Immutable;

namespace Icomm.Actors.StoreSimulator.Icommkt;

/// <summary>The contacts of every profile: one an e-mail, letter case aside.</summary>
internal sealed class ContactBook
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedDictionary<string, IcommktContact>> _profiles;

    public ContactBook(IEnumerable<string> profileKeys) => _profiles = profileKeys.ToDictionary(
        key => key, _ => new SortedDictionary<string, IcommktContact>(StringComparer.OrdinalIgnoreCase), StringComparer.Ordinal);

    public bool Has(string profileKey) => _profiles.ContainsKey(profileKey);

    /// <summary>By e-mail.</summary>
    /// <exception cref="KeyNotFoundException">There is no such profile.</exception>
    public IReadOnlyList<IcommktContact> All(string profileKey)
    {
        lock (_gate) return [.. Of(profileKey).Values];
    }

    public IcommktContact? Find(string profileKey, string email)
    {
        lock (_gate) return Of(profileKey).GetValueOrDefault(email);
    }

    /// <summary>Adds or changes a contact: what is not sent stays as it was.</summary>
    public IcommktContact Save(string profileKey, string email, IEnumerable<KeyValuePair<string, string>> fields, DateTimeOffset now)
    {
        lock (_gate)
        {
            var contacts = Of(profileKey);
            var before = contacts.GetValueOrDefault(email)
                ?? new IcommktContact(email, "A", ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), 0, now);
            return contacts[email] = before with { Fields = before.Fields.SetItems(fields), Saves = before.Saves + 1, SavedAt = now };
        }
    }

    public bool Remove(string profileKey, string email)
    {
        lock (_gate) return Of(profileKey).Remove(email);
    }

    private SortedDictionary<string, IcommktContact> Of(string profileKey) =>
        _profiles.TryGetValue(profileKey, out var contacts) ? contacts : throw new KeyNotFoundException("There is no such profile.");
}
