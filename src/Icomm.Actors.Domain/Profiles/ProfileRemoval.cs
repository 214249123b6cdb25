namespace Icomm.Actors.Domain.Profiles;

/// <summary>What came of taking an integration out of a profile.</summary>
/// <param name="State">What is left; the very same object as before when nothing changed.</param>
/// <param name="Orders">Orders of every status that went, but for folded ones.</param>
/// <param name="FoldedRemoved">
/// Purchases that went with a folded part which was the integration's alone. Their months are not known any more, so sums by month keep them.
/// </param>
/// <param name="FoldedLeft">Purchases that stay, because the folded part holds other integrations' as well and can't be taken apart (DESIGN §6).</param>
/// <param name="Activity">What the change means for the database's sums.</param>
public readonly record struct ProfileRemoval(ProfileState State, int Orders, int FoldedRemoved, int FoldedLeft, bool IsChanged, ProfileActivity Activity);
