using System.Collections.Immutable;

namespace Icomm.Actors.Domain.Profiles.Format;

/// <summary>Takes out of a profile what one integration said, and says what sums over profiles lose.</summary>
internal static class IntegrationRemover
{
    /// <summary>
    /// Marks the integration's orders and facts as gone. Folded purchases go when all of them are its own; mixed with those of others they can't be told apart, since the sets of what was
    /// bought remember only the last purchase of each, and stay as they are.
    /// </summary>
    /// <param name="draft">Of <paramref name="old"/>, with no change yet. It isn't pruned when the integration has no part that could be taken out.</param>
    public static Removed Remove(in ProfileReader old, ProfileDraft draft, string integrationId)
    {
        var integration = draft.Integrations.IndexOf(integrationId);
        if (integration < 0)
            return new Removed(0, 0, 0, []);
        for (var i = 0; i < old.Rows.Length; i++)
        {
            if (old.Rows[i].Integration == integration)
                draft.Removed.Add(i);
        }

        var facts = draft.Facts.Count;
        RemoveFacts(draft, integration);
        var (own, others) = CountFolded(old, integration);
        var dropsFolded = own > 0 && others == 0;
        if (dropsFolded)
            draft.ForgetFolded();
        draft.IsPruned = draft.Removed.Count > 0 || draft.Facts.Count < facts || dropsFolded;
        return new Removed(draft.Removed.Count, dropsFolded ? own : 0, dropsFolded ? 0 : own, Postings(old, draft, integration));
    }

    /// <summary>The kept purchases of a profile, taken off.</summary>
    /// <param name="integration">Those of this one alone; null for all.</param>
    public static ImmutableArray<PurchasePosting> Postings(in ProfileReader profile, ProfileDraft draft, int? integration)
    {
        var termStarts = new int[profile.Terms.Length + 1];
        for (var i = 0; i < profile.Terms.Length; i++)
            termStarts[i + 1] = termStarts[i] + profile.Terms[i].TextBytes;
        var postings = ImmutableArray.CreateBuilder<PurchasePosting>();
        var firstRef = 0;
        foreach (ref readonly var row in profile.Rows)
        {
            if (row.IsPurchase && (integration is null || row.Integration == integration))
                postings.Add(new PurchaseView(draft, profile, termStarts, row, firstRef).ToPosting(-1));
            firstRef += row.RefCount;
        }

        return postings.DrainToImmutable();
    }

    private static void RemoveFacts(ProfileDraft draft, int integration)
    {
        var kept = 0;
        foreach (ref readonly var fact in draft.Facts.Span)
        {
            if (fact.Entry.Integration != integration)
                draft.Facts[kept++] = fact;
        }

        draft.Facts.Truncate(kept);
    }

    private static (int Own, int Others) CountFolded(in ProfileReader profile, int integration)
    {
        var (own, others) = (0, 0);
        foreach (ref readonly var total in profile.Totals)
        {
            if (total.Integration == integration)
                own += total.Purchases;
            else
                others += total.Purchases;
        }

        return (own, others);
    }

    /// <param name="Orders">Of which each was kept.</param>
    /// <param name="FoldedRemoved">Folded purchases that went with them.</param>
    /// <param name="FoldedLeft">Folded purchases of the integration that stay.</param>
    internal readonly record struct Removed(int Orders, int FoldedRemoved, int FoldedLeft, ImmutableArray<PurchasePosting> Postings);
}
