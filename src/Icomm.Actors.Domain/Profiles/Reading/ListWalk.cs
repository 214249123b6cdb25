using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Profiles.Format;

namespace Icomm.Actors.Domain.Profiles.Reading;

/// <summary>What makes lists out of the terms of purchases, which come from the latest back.</summary>
internal interface ITermSink
{
    /// <summary>Begins new lists.</summary>
    void Restart();

    /// <summary>A term of a purchase; the same one may come again.</summary>
    void Add(int term);

    /// <summary>Everything since <see cref="Restart"/> makes up the lists of the window, and goes on to the next.</summary>
    void EndWindow(Window window);
}

/// <summary>Goes through the purchases back in time, once if possible: windows are nested, so each window's lists go on where the shorter one's end.</summary>
internal static class ListWalk
{
    private const int Oldest = (int)Window.Over360;

    /// <summary>The terms of each window in turn.</summary>
    public static void OfWindows<TSink>(scoped in ProfileReader profile, DatabaseSettings settings, scoped PurchaseAges ages, scoped ref TSink sink)
        where TSink : ITermSink, allows ref struct
    {
        sink.Restart();
        var place = Start(profile);
        for (var bucket = 0; bucket < Windows.NestedCount; bucket++)
        {
            if (!ages.IsOrdered)
            {
                place = Start(profile);
                sink.Restart();
            }

            Collect(profile, ages, ref place, 0, bucket, ref sink);
            sink.EndWindow((Window)bucket);
        }

        var isLifetime = settings.OlderWindow == OlderWindowPolicy.Lifetime;
        if (!ages.IsOrdered)
            place = Start(profile);
        if (!ages.IsOrdered || !isLifetime)
            sink.Restart();
        Collect(profile, ages, ref place, isLifetime ? 0 : Oldest, Oldest, ref sink);
        Folded(profile, profile.FoldedPurchases.Length, ref sink);
        sink.EndWindow(Window.Over360);
    }

    /// <summary>The terms of the last purchase.</summary>
    public static void OfLast<TSink>(scoped in ProfileReader profile, scoped PurchaseAges ages, scoped ref TSink sink)
        where TSink : ITermSink, allows ref struct
    {
        sink.Restart();
        var last = ages.Buckets.LastIndexOfAnyExcept(PurchaseAges.NotCounted);
        if (last < 0)
        {
            // The latest folded purchase keeps all of its terms: no later one can have taken them.
            Folded(profile, Math.Min(1, profile.FoldedPurchases.Length), ref sink);
            return;
        }

        var end = profile.Header.Refs;
        for (var row = profile.Rows.Length - 1; row > last; row--)
            end -= profile.Rows[row].RefCount;
        for (var r = end - profile.Rows[last].RefCount; r < end; r++)
            sink.Add(profile.Ref(r));
    }

    /// <summary>Adds the terms of the purchases in some buckets, from a place on; stops before the first one too old when ages are in order, else goes through all.</summary>
    private static void Collect<TSink>(scoped in ProfileReader profile, scoped PurchaseAges ages, ref Place place, int firstBucket, int lastBucket, scoped ref TSink sink)
        where TSink : ITermSink, allows ref struct
    {
        for (; place.Next >= 0; place.Next--)
        {
            var bucket = ages.Buckets[place.Next];
            var refStart = place.RefEnd - profile.Rows[place.Next].RefCount;
            if (bucket != PurchaseAges.NotCounted)
            {
                if (bucket > lastBucket && ages.IsOrdered)
                    return;
                if (bucket >= firstBucket && bucket <= lastBucket)
                {
                    for (var r = refStart; r < place.RefEnd; r++)
                        sink.Add(profile.Ref(r));
                }
            }

            place.RefEnd = refStart;
        }
    }

    /// <summary>Adds the terms of the latest of the folded purchases.</summary>
    private static void Folded<TSink>(scoped in ProfileReader profile, int count, scoped ref TSink sink)
        where TSink : ITermSink, allows ref struct
    {
        var end = profile.Folded.Refs;
        for (var i = profile.FoldedPurchases.Length - 1; i >= profile.FoldedPurchases.Length - count; i--)
        {
            var start = end - profile.FoldedPurchases[i].RefCount;
            for (var r = start; r < end; r++)
                sink.Add(profile.FoldedRef(r));
            end = start;
        }
    }

    private static Place Start(in ProfileReader profile) => new() { Next = profile.Rows.Length - 1, RefEnd = profile.Header.Refs };

    /// <summary>How far the walk has come: the next row, and where its refs end.</summary>
    private struct Place
    {
        public int Next;
        public int RefEnd;
    }
}
