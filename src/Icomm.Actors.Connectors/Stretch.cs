namespace Icomm.Actors.Connectors;

/// <summary>A stretch of time, in whatever unit. Stores list only so much of what a filter finds, or move it while it is read page by page: time is cut into stretches of which everything is listed.</summary>
/// <param name="From">The first of it.</param>
/// <param name="Until">The last of it: it belongs to the stretch.</param>
internal readonly record struct Stretch(long From, long Until)
{
    private const int LongestGrowth = 8;

    /// <summary>Stretches are made for less than fits, so that their neighbours, which hold more, seldom have to be cut again.</summary>
    private const double Filling = 0.7;

    /// <summary>The beginning of a stretch that holds more than can be listed: at most half of it, less where it is crowded.</summary>
    /// <param name="found">How much the stretch holds.</param>
    /// <param name="most">How much can be listed.</param>
    /// <returns>Null when it can't be cut any shorter.</returns>
    public Stretch? Shorter(int found, int most)
    {
        var length = Until - From + 1;
        if (length <= 1)
            return null;
        var wanted = (long)(length * (Filling * most / found));
        return this with { Until = From + Math.Clamp(wanted, 1, length / 2) - 1 };
    }

    /// <summary>The stretch that follows, about as long as will hold what can be listed.</summary>
    /// <param name="until">Where all ends.</param>
    /// <param name="found">How much this one holds.</param>
    /// <param name="most">How much can be listed.</param>
    /// <returns>Null after the last one.</returns>
    public Stretch? Following(long until, int found, int most)
    {
        if (Until >= until)
            return null;
        var growth = found == 0 ? LongestGrowth : Math.Clamp(Filling * most / found, 0.5, LongestGrowth);
        var length = Math.Min(until - Until, Math.Max(1, (long)((Until - From + 1) * growth)));
        return new Stretch(Until + 1, Until + length);
    }
}
