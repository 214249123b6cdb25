using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Persistence.Profiles;

/// <summary>A profile as the store keeps it: the state, and beside it the columns that queries need.</summary>
public sealed class ProfileRecord
{
    public ProfileState State { get; set; } = ProfileState.Empty;

    /// <summary>What the write or deletion to come means for the database's sums; not kept.</summary>
    public ZonedActivity? Activity { get; set; }

    /// <summary>Hands it to the store, once.</summary>
    internal ZonedActivity? TakeActivity()
    {
        var activity = Activity;
        Activity = null;
        return activity;
    }
}
