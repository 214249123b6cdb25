using System.Collections.Immutable;

namespace Icomm.Actors.Domain.Profiles;

/// <summary>
/// A stretch of days up to the as-of date (DESIGN §6). 30 to 360 are nested: window N holds the purchases of age 0 to N days, age being the as-of date minus the purchase date,
/// both calendar days of the database's zone. The numbers index arrays: never renumber.
/// </summary>
public enum Window : byte
{
    Days30 = 0,
    Days60 = 1,
    Days90 = 2,
    Days180 = 3,
    Days360 = 4,

    /// <summary>"360+": age over 360 days, or every purchase, as <see cref="Databases.OlderWindowPolicy"/> says.</summary>
    Over360 = 5,
}

/// <summary>Days and names of the windows.</summary>
public static class Windows
{
    /// <summary>How many there are.</summary>
    public const int Count = 6;

    /// <summary>How many are nested, <see cref="Window.Over360"/> being the one that isn't.</summary>
    public const int NestedCount = 5;

    /// <summary>From the shortest to 360+.</summary>
    public static readonly ImmutableArray<Window> All =
        [Window.Days30, Window.Days60, Window.Days90, Window.Days180, Window.Days360, Window.Over360];

    private static readonly int[] DayCounts = [30, 60, 90, 180, 360, 360];

    private static readonly string[] Suffixes = ["30_Days", "60_Days", "90_Days", "180_Days", "360_Days", "360_Plus_Days"];

    extension(Window window)
    {
        /// <summary>The greatest age inside, in days; for <see cref="Window.Over360"/> the age that must be exceeded.</summary>
        public int Days => DayCounts[(int)window];

        /// <summary>End of the field names of facts §1.4: <c>30_Days</c> … <c>360_Plus_Days</c>.</summary>
        public string Suffix => Suffixes[(int)window];
    }

    /// <summary>The shortest nested window that holds an age, <see cref="Window.Over360"/> when none does.</summary>
    internal static int BucketOf(int age) => age switch
    {
        <= 30 => 0,
        <= 60 => 1,
        <= 90 => 2,
        <= 180 => 3,
        <= 360 => 4,
        _ => 5,
    };
}
