using Icomm.Actors.Domain.Profiles.Format;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Domain.Profiles.Reading;

/// <summary>When windows change by the mere passing of days: a purchase dated in the future begins to count, or one grows too old for a window.</summary>
internal static class NextChange
{
    public static DateOnly? After(in ProfileReader profile, DateOnly asOf, CalendarZone zone)
    {
        var next = int.MaxValue;
        foreach (ref readonly var row in profile.Rows)
        {
            if (!row.IsPurchase)
                continue;
            var day = zone.DayNumberOfUtcTicks(row.PlacedAt);
            if (day > asOf.DayNumber)
            {
                next = Math.Min(next, day);
                continue;
            }

            foreach (var window in Windows.All.AsSpan()[..Windows.NestedCount])
            {
                var leaves = day + window.Days + 1;
                if (leaves <= asOf.DayNumber)
                    continue;
                next = Math.Min(next, leaves);
                break;
            }
        }

        return next <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber(next) : null;
    }
}
