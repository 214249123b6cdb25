using System.Collections.Immutable;

namespace Icomm.Actors.StoreSimulator.Icommkt;

/// <summary>A contact as the API has it.</summary>
/// <param name="Email">As it was first sent.</param>
/// <param name="Status">A for active.</param>
/// <param name="Fields">Values by field name; an emptied field is there with an empty value.</param>
/// <param name="Saves">How often it was saved.</param>
/// <param name="SavedAt">When it was last saved, by the simulator's clock.</param>
public sealed record IcommktContact(string Email, string Status, ImmutableSortedDictionary<string, string> Fields, int Saves, DateTimeOffset SavedAt);
