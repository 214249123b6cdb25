namespace Icomm.Actors.Domain.Rfm.Ranks;

/// <summary>How many values of one list each of the <see cref="LogBuckets"/> holds. At most 108 pages of 4 KB, one a power of two that occurs.</summary>
internal sealed class BucketCounts
{
    private const int PageBits = 10;
    private const int PageSize = 1 << PageBits;
    private const int HalfPages = LogBuckets.HalfCount / PageSize;

    private readonly int[]?[] _pages = new int[]?[2 * HalfPages];

    public void Add(long value) => At(LogBuckets.Of(value))++;

    public void Merge(BucketCounts other)
    {
        for (var p = 0; p < _pages.Length; p++)
        {
            if (other._pages[p] is not { } theirs)
                continue;
            var ours = _pages[p] ??= new int[PageSize];
            for (var i = 0; i < PageSize; i++)
                ours[i] += theirs[i];
        }
    }

    /// <summary>Those that hold something, ascending.</summary>
    public IEnumerable<CountedRange> Counted()
    {
        foreach (var (bucket, count) in Buckets())
        {
            var (from, to) = LogBuckets.RangeOf(bucket);
            yield return new CountedRange(from, to, count);
        }
    }

    public void Write(RankBytesWriter output)
    {
        output.Number((ulong)Buckets().Count());
        var next = -LogBuckets.HalfCount;
        foreach (var (bucket, count) in Buckets())
        {
            output.Number((ulong)(bucket - next));
            output.Number((ulong)count);
            next = bucket + 1;
        }
    }

    public static BucketCounts Read(ref RankBytesReader input)
    {
        var counts = new BucketCounts();
        var next = -LogBuckets.HalfCount;
        for (var left = input.Number(2 * LogBuckets.HalfCount); left > 0; left--)
        {
            var bucket = next + input.Number(LogBuckets.HalfCount - 1 - next);
            counts.At(bucket) = input.Number(int.MaxValue);
            next = bucket + 1;
        }

        return counts;
    }

    private ref int At(int bucket)
    {
        ref var page = ref _pages[(bucket >> PageBits) + HalfPages];
        return ref (page ??= new int[PageSize])[bucket & (PageSize - 1)];
    }

    private IEnumerable<(int Bucket, int Count)> Buckets()
    {
        for (var p = 0; p < _pages.Length; p++)
        {
            if (_pages[p] is not { } page)
                continue;
            for (var i = 0; i < PageSize; i++)
            {
                if (page[i] > 0)
                    yield return ((p - HalfPages) * PageSize + i, page[i]);
            }
        }
    }
}
