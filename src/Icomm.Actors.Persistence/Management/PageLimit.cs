namespace Icomm.Actors.Persistence.Management;

/// <summary>The sizes of pages that stores give out.</summary>
internal static class PageLimit
{
    public const int Most = 1_000;

    /// <exception cref="ArgumentOutOfRangeException">Not 1 to 1,000.</exception>
    public static int Check(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, Most);
        return limit;
    }
}
