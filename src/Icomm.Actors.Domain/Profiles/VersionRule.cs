namespace Icomm.Actors.Domain.Profiles;

/// <summary>What a reading means to the one that is known.</summary>
internal enum VersionOrder
{
    /// <summary>Older, or the same again: nothing to do.</summary>
    NotNewer,

    /// <summary>The same content under another version, which must be remembered.</summary>
    SameContent,

    /// <summary>Another content that takes the known one's place.</summary>
    Newer,
}

/// <summary>
/// Which of two readings of the same thing counts (DESIGN §5). The store's updated-at decides. Stores stamp in whole seconds, so two contents may carry the same one: then the reading
/// taken later counts, and of two taken in the same instant the one with the greater content (an arbitrary order, but the same for everyone).
/// </summary>
/// <remarks>
/// Whatever order readings arrive in, the same one is left, provided that within one updated-at a store doesn't go back to a content it had before: that could only be seen by
/// remembering every reading, and would make each look at an unchanged order a write. Of equal contents with one updated-at the earliest reading is remembered, so a
/// later look at an unchanged order changes nothing, and the stored bytes don't depend on the order of arrival either.
/// A greater updated-at with the same content is remembered, since a third reading from between the two, arriving late, must lose.
/// </remarks>
internal static class VersionRule
{
    /// <param name="contentOrder">Sign of comparing the new content with the known one; zero when they are equal.</param>
    public static VersionOrder Compare(long updatedAt, long readAt, long knownUpdatedAt, long knownReadAt, int contentOrder)
    {
        if (updatedAt != knownUpdatedAt)
        {
            if (updatedAt < knownUpdatedAt)
                return VersionOrder.NotNewer;
            return contentOrder == 0 ? VersionOrder.SameContent : VersionOrder.Newer;
        }

        if (contentOrder == 0)
            return readAt < knownReadAt ? VersionOrder.SameContent : VersionOrder.NotNewer;
        if (readAt != knownReadAt)
            return readAt > knownReadAt ? VersionOrder.Newer : VersionOrder.NotNewer;
        return contentOrder > 0 ? VersionOrder.Newer : VersionOrder.NotNewer;
    }
}
