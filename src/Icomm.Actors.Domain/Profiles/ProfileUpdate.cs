namespace Icomm.Actors.Domain.Profiles;

/// <summary>What came of applying readings to a profile. Each order reading is counted once, in one of the four counts.</summary>
/// <param name="State">The new state; the very same object as before when nothing changed.</param>
/// <param name="New">Orders the profile hadn't seen.</param>
/// <param name="Changed">Newer versions with another content: the old contribution was retracted, the new one applied.</param>
/// <param name="Unchanged">Older versions, replays, and newer versions with the same content (of which only the version is remembered).</param>
/// <param name="TooOldToCorrect">Readings of folded orders whose content differs from what was folded: not applied.</param>
/// <param name="CustomersChanged">Customer accounts that were new or newer.</param>
/// <param name="Activity">What the change means for the database's sums.</param>
public readonly record struct ProfileUpdate(ProfileState State, int New, int Changed, int Unchanged, int TooOldToCorrect, int CustomersChanged, bool IsChanged, ProfileActivity Activity);
