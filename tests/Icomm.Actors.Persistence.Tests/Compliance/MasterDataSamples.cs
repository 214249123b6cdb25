using System.Text;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Persistence.Tests.Compliance;

/// <summary>Rows of master data to store, and a refresh in miniature that makes them.</summary>
internal static class MasterDataSamples
{
    public const string Account = "acme";
    public const string Database = "main";

    /// <summary>A day to evaluate.</summary>
    public static readonly int Today = new DateOnly(2026, 11, 21).DayNumber;

    public static readonly RefreshPlan Plan = new(Today, SettingsStamp: 7);

    public static readonly ProfileRange Everything = new(0, long.MaxValue);

    /// <summary>Writes the profile's next version.</summary>
    public static async Task WriteProfileAsync(StoreFixture store, int number, long expectedVersion = 0, string account = Account, string database = Database) => Assert.True((await store.Profiles.WriteAsync(
        Samples.Key(number, account, database), expectedVersion, BitConverter.GetBytes(number), Samples.Nobody, null, default)).Succeeded);

    public static Task WriteProfilesAsync(StoreFixture store, int count) => Task.WhenAll(Enumerable.Range(1, count).Select(number => WriteProfileAsync(store, number)));

    /// <summary>What a range has to evaluate, read to its end.</summary>
    public static async Task<(List<DueProfile> Due, List<long> Gone, List<RfmValues> Values)> ReadDueAsync(
        StoreFixture store, RefreshPlan? plan = null, ProfileRange? range = null, int limit = 1_000)
    {
        var (due, gone, values) = (new List<DueProfile>(), new List<long>(), new List<RfmValues>());
        for (long? next = 0; next is { } after;)
        {
            var batch = await store.MasterData.ReadDueAsync(Account, Database, range ?? Everything, after, plan ?? Plan, limit, default);
            due.AddRange(batch.Due);
            gone.AddRange(batch.Gone);
            values.AddRange(batch.Values);
            Assert.True(batch.Next is null || batch.Next > after);
            next = batch.Next;
        }

        return (due, gone, values);
    }

    /// <summary>Evaluates and saves whatever is due.</summary>
    public static async Task RefreshAsync(StoreFixture store, RefreshPlan? plan = null, Func<EnrichedProfile, EnrichedProfile>? change = null)
    {
        plan ??= Plan;
        var (due, gone, _) = await ReadDueAsync(store, plan);
        await store.MasterData.SaveAsync(Account, Database, [.. due.Select(profile => Row(profile, plan)).Select(change ?? (row => row))], gone, default);
    }

    /// <summary>Whole rows as they are stored, by key.</summary>
    public static async Task<List<MasterDataRow>> RowsAsync(StoreFixture store)
    {
        var rows = new List<MasterDataRow>();
        string? cursor = null;
        do
        {
            var page = await store.MasterDataQueries.ListAsync(Account, Database, new MasterDataQuery([], null, false, cursor, 1_000), default);
            rows.AddRange(page.Rows);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return rows;
    }

    public static EnrichedProfile Row(DueProfile due, RefreshPlan plan, int salt = 0) => Row(due.Key, due.ProfileId, due.Version, plan, new Random(HashCode.Combine((int)due.Key, salt)));

    /// <summary>Few distinct values, so that there are ties, and nulls wherever there may be some.</summary>
    public static EnrichedProfile Row(long key, string profileId, long version, RefreshPlan plan, Random random)
    {
        var last = random.Next(4) == 0 ? 0 : plan.AsOf - random.Next(400);
        var periods = new PeriodMetrics[RfmPeriods.Count];
        for (var i = 0; i < periods.Length && last != 0; i++)
        {
            var purchases = i == (int)RfmPeriod.Lifetime ? 9 : random.Next(4);
            periods[i] = purchases == 0 ? default : new PeriodMetrics(
                i == (int)RfmPeriod.Over360 ? last - 361 : last, purchases, random.Next(-3, 3) * 1_234_567L, random.Next(5) * 10_000, random.Next(3) == 0 ? null : random.Next(3) * 10_001, random.Next(purchases + 1));
        }

        return new EnrichedProfile
        {
            Key = key,
            ProfileId = profileId,
            StateVersion = version,
            Email = Pick(null, "ana@example.com", "ÑANDÚ@example.com", $"c{key}@example.com"),
            FirstName = Pick(null, "Ana", "ANA", "Íñigo", ""),
            LastName = Pick(null, "Pérez", "pérez", "O'Hara %_\"", "Ωμέγα"),
            EvaluatedOn = plan.AsOf,
            NextChangeOn = int.MaxValue,
            SettingsStamp = plan.SettingsStamp,
            Periods = periods,
            FirstPurchaseOn = last == 0 ? 0 : last - random.Next(3),
            LastPurchaseOn = last,
            LastPurchaseAmount = last == 0 || random.Next(3) == 0 ? null : random.Next(3) * 5_000,
            Lists = random.Next(3) == 0 ? "{}"u8.ToArray() : Encoding.UTF8.GetBytes($$"""{"ICOMMKT_Products_30_Days":["Camisa ñ {{random.Next(3)}}","\"x\""]}"""),
            ContentHash = random.NextInt64(long.MinValue, long.MaxValue),
            ProblemCode = last == 0 && random.Next(3) == 0 ? "date_unanswerable" : null,
        };

        string? Pick(params string?[] choices) => choices[random.Next(choices.Length)];
    }

    public static RowScores Scores(long key, Random random)
    {
        var codes = new short[RfmPeriods.Count];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = (short)(random.Next(4) == 0 ? 0 : RfmScore.OfCell(random.Next(RfmScore.Cells)).Code);
        return new RowScores
        {
            Key = key,
            Codes = [.. codes],
            Group = RfmGroups.Of(RfmScore.OfCode(codes[^1])),
            Segment = "SEGMENT_" + random.Next(3),
            PreviousSegment = random.Next(2) == 0 ? null : "SEGMENT_Ñ",
            SegmentChangedOn = random.Next(2) == 0 ? null : Today - random.Next(5),
            SegmentChangedIn = random.Next(2) == 0 ? null : random.Next(5),
            Fingerprint = random.NextInt64(long.MinValue, long.MaxValue),
        };
    }

    public static void AssertSame(EnrichedProfile expected, EnrichedProfile actual)
    {
        Assert.Equal(
            (expected.Key, expected.ProfileId, expected.StateVersion, expected.Email, expected.FirstName, expected.LastName, expected.EvaluatedOn, expected.NextChangeOn, expected.SettingsStamp),
            (actual.Key, actual.ProfileId, actual.StateVersion, actual.Email, actual.FirstName, actual.LastName, actual.EvaluatedOn, actual.NextChangeOn, actual.SettingsStamp));
        Assert.Equal(
            (expected.FirstPurchaseOn, expected.LastPurchaseOn, expected.LastPurchaseAmount, expected.ContentHash, expected.ProblemCode),
            (actual.FirstPurchaseOn, actual.LastPurchaseOn, actual.LastPurchaseAmount, actual.ContentHash, actual.ProblemCode));
        Assert.Equal(expected.Periods, actual.Periods);
        Assert.Equal(Encoding.UTF8.GetString(expected.Lists.Span), Encoding.UTF8.GetString(actual.Lists.Span));
    }
}
