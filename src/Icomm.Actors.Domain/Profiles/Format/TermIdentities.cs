namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>Which terms are the same thing under different names: each term's identity is the index of the first of its kind, integration and id.</summary>
internal static class TermIdentities
{
    public static int[] Of(ReadOnlySpan<TermEntry> terms)
    {
        var identities = GC.AllocateUninitializedArray<int>(terms.Length);
        Fill(terms, identities);
        return identities;
    }

    public static void Fill(ReadOnlySpan<TermEntry> terms, Span<int> identities)
    {
        var identity = 0;
        for (var i = 0; i < terms.Length; i++)
        {
            if (!terms[i].IsSameAsPrevious)
                identity = i;
            identities[i] = identity;
        }
    }
}
