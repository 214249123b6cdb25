using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>Decides what a run reads next of a resource: the oldest stretch of time that has not been read completely.</summary>
internal static class SlicePlanner
{
    /// <param name="covered">What has been read completely.</param>
    /// <param name="lookback">A stretch that follows something read begins this much earlier, against clock skew and late commits at the store.</param>
    /// <returns>Null when nothing is missing between the two instants.</returns>
    public static TimeInterval? NextWindow(IntervalSet covered, DateTimeOffset startsAt, DateTimeOffset until, TimeSpan lookback)
    {
        if (until < startsAt)
            return null;

        foreach (var gap in covered.Gaps(new TimeInterval(startsAt, until)))
        {
            var from = gap.From > startsAt ? gap.From - lookback : gap.From;
            return new TimeInterval(from < startsAt ? startsAt : from, gap.Until);
        }

        return null;
    }
}
