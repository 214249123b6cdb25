using System.Collections.Immutable;
using Icomm.Actors.Domain.Rfm;

namespace Icomm.Actors.Silo.Queries;

/// <summary>The list of the RFM groups.</summary>
internal static class ProfileGroups
{
    public static readonly ImmutableArray<string> All = [RfmGroups.Beginners, RfmGroups.Frequent, RfmGroups.Loyal, RfmGroups.Prospects];

    /// <summary>The frequency scores that a group stands for, asked of the rule itself; null for those who never purchased.</summary>
    public static ScoreRange? FrequencyOf(string group)
    {
        var scores = Enumerable.Range(1, 5).Where(score => RfmGroups.Of(new RfmScore(1, (byte)score, 1)) == group).ToArray();
        return scores is [] ? null : new ScoreRange(scores[0], scores[^1]);
    }
}
