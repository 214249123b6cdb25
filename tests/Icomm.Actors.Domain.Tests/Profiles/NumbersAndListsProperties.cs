using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Rfm;
using static Icomm.Actors.Domain.Tests.Profiles.OrderBuilder;

namespace Icomm.Actors.Domain.Tests.Profiles;

/// <summary>The two quick ways through a profile, numbers alone and lists as JSON, agree with <see cref="ProfileState.Evaluate"/> in everything.</summary>
public sealed class NumbersAndListsProperties
{
    private static readonly FoldingPolicy Early = new(3, 400);

    private static readonly DatabaseSettings Utc = new() { TimeZone = "UTC", Currency = "USD" };

    [Fact]
    public void Both_equal_the_whole_evaluation() => Prop.ForAll(History.Arbitrary(), history =>
    {
        var state = history.Batches().Aggregate(ProfileState.Empty, (s, batch) => s.Apply(batch.IntegrationId, batch.Orders, [], Noon).State);
        AssertAgree(state, history.AsOf, history.Settings);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_500));

    [Fact]
    public void Both_equal_the_whole_evaluation_of_a_folded_profile() => Prop.ForAll(History.Arbitrary(24), history =>
    {
        var now = new DateTimeOffset(history.AsOf, TimeOnly.MinValue, TimeSpan.Zero);
        var state = history.Readings.Aggregate(ProfileState.Empty, (s, r) => s.Apply(r.IntegrationId, [r.Order], [], now, Early).State);
        AssertAgree(state, history.AsOf, history.Settings);

        var asOf = history.AsOf.AddDays(-(history.Shuffle % 400));
        if (Record.Exception(() => state.Evaluate(asOf, history.Settings)) is not AsOfUnanswerableException expected)
        {
            AssertAgree(state, asOf, history.Settings);
            return;
        }

        var output = new ArrayBufferWriter<byte>();
        Assert.Equal(expected.Earliest, Assert.Throws<AsOfUnanswerableException>(() => state.EvaluateNumbers(asOf, history.Settings)).Earliest);
        Assert.Equal(expected.Earliest, Assert.Throws<AsOfUnanswerableException>(() => state.WriteLists(asOf, history.Settings, output)).Earliest);
        Assert.Equal(0, output.WrittenCount);
        AssertAgree(state, expected.Earliest, history.Settings);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    /// <summary>St. John's day that began twice: windows aren't stretches of one another there.</summary>
    [Fact]
    public void Both_equal_the_whole_evaluation_where_a_day_begins_twice()
    {
        var settings = Utc with { TimeZone = "America/St_Johns" };
        StoreOrder[] orders =
        [
            Order("first", new DateTimeOffset(2010, 11, 7, 2, 30, 30, TimeSpan.Zero), 1) with { Lines = [Line("a"), Line("both", "Early name")] },
            Order("second", new DateTimeOffset(2010, 11, 7, 2, 45, 0, TimeSpan.Zero), 2) with { Lines = [Line("b"), Line("both", "Late name")] },
        ];
        var state = ProfileState.Empty.Apply("m", orders, [], Noon).State;
        foreach (var days in new[] { 0, 30, 60, 90, 180, 360, 361 })
        {
            AssertAgree(state, new DateOnly(2010, 11, 7).AddDays(days), settings);
            AssertAgree(state, new DateOnly(2010, 11, 7).AddDays(days), settings with { OlderWindow = OlderWindowPolicy.Lifetime });
        }
    }

    [Fact]
    public void Names_of_every_kind_of_character_are_quoted_as_JSON_demands()
    {
        var odd = string.Concat(Enumerable.Range(0, 0x180).Select(c => (char)c)) + "\u2028\uffff😀\ud800\"\\";
        var order = Order("1", Noon) with { Lines = [Line("1", odd, 1, odd, ("c", odd)), Line("2", "\""), Line("3", "ñandú")], Coupons = [odd, "\\", "\t"] };
        var state = ProfileState.Empty.Apply("m", [order], [], Noon).State;

        AssertAgree(state, new DateOnly(2024, 6, 1), Utc);

        var json = Encoding.UTF8.GetString(Lists(state, new DateOnly(2024, 6, 1), Utc));
        Assert.Contains("\"ñandú\"", json);
        Assert.Contains("\u007f\u0080", json);
        Assert.Contains("\ufffd\\u0001", json);
        Assert.Contains("\\u001f ", json);
    }

    [Fact]
    public void A_profile_without_purchases_has_no_lists_and_no_numbers()
    {
        Assert.Equal("{}"u8, Lists(ProfileState.Empty, new DateOnly(2024, 6, 1), Utc));
        AssertAgree(ProfileState.Empty, new DateOnly(2024, 6, 1), Utc);
        AssertAgree(ProfileState.Empty.Apply("m", [Order("1", Noon.AddDays(5))], [], Noon).State, new DateOnly(2024, 6, 1), Utc);
    }

    [Fact]
    public void The_lists_are_in_their_order_behind_what_the_output_holds_already()
    {
        var state = ProfileState.Empty.Apply("m", [Order("1", Noon.AddDays(-50)) with { Lines = [Line("1", "Shoe", 1, "Acme", ("c", "Shoes"))], Coupons = ["X"] }], [], Noon).State;
        var output = new ArrayBufferWriter<byte>();
        output.Write("before"u8);
        state.WriteLists(new DateOnly(2024, 6, 1), Utc, output);
        string[] windows = ["60_Days", "90_Days", "180_Days", "360_Days"];
        string[] lists =
        [
            .. windows.Select(w => $"\"ICOMMKT_Products_{w}\":[\"Shoe\"]"),
            .. windows.Select(w => $"\"ICOMMKT_Categories_{w}\":[\"Shoes\"]"),
            .. windows.Select(w => $"\"ICOMMKT_Coupons_{w}\":[\"X\"]"),
            "\"ICOMMKT_Last_Purchase_Brands\":[\"Acme\"]", "\"ICOMMKT_Last_Purchase_Categories\":[\"Shoes\"]", "\"ICOMMKT_Last_Purchase_Promo_Codes\":[\"X\"]",
        ];
        Assert.Equal($"before{{{string.Join(',', lists)}}}", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    /// <summary>What is reused on a thread is left as it was found: small and large profiles, one after the other.</summary>
    [Fact]
    public void Profiles_of_all_sizes_can_follow_each_other()
    {
        StoreOrder Long(int o, int lines) => Order($"{o}", Noon.AddDays(-o % 500)) with { Lines = [.. Enumerable.Range(0, lines).Select(l => Line($"{o}-{l}", $"{l}"))] };
        ProfileState Large(int orders, int lines) => ProfileState.Empty.Apply("m", [.. Enumerable.Range(0, orders).Select(o => Long(o, lines))], [], Noon).State;
        ProfileState[] states = [ProfileState.Empty, Large(3, 2), Large(20, 2_000), Large(1, 1), Large(900, 1), Large(3, 2), Large(140, 2_000), ProfileState.Empty, Large(2, 3)];
        foreach (var state in states.Concat(states.Reverse()))
            AssertAgree(state, new DateOnly(2024, 6, 1), Utc);
    }

    internal static byte[] Lists(ProfileState state, DateOnly asOf, DatabaseSettings settings)
    {
        var output = new ArrayBufferWriter<byte>();
        state.WriteLists(asOf, settings, output);
        return output.WrittenSpan.ToArray();
    }

    private static void AssertAgree(ProfileState state, DateOnly asOf, DatabaseSettings settings)
    {
        var whole = state.Evaluate(asOf, settings);
        AssertSame(whole, state.EvaluateNumbers(asOf, settings));
        var lists = JsonSerializer.Deserialize<Dictionary<string, string[]>>(Lists(state, asOf, settings))!;
        foreach (var field in whole.ToFields())
        {
            if (field.Value is ImmutableArray<string> names)
                Assert.Equal(names, lists.GetValueOrDefault(field.Name, []).AsEnumerable());
        }

        Assert.All(lists, list => Assert.NotEmpty(list.Value));
    }

    private static void AssertSame(ProfileIndicators whole, ProfileNumbers numbers)
    {
        foreach (var window in whole.Windows)
        {
            Assert.Equal(window.Totals, numbers[(RfmPeriod)window.Window]);
            Assert.Equal(window.LastPurchaseDate, numbers.LastPurchaseDateOf((RfmPeriod)window.Window));
        }

        Assert.Equal((whole.AsOf, whole.Currency, whole.Lifetime), (numbers.AsOf, numbers.Currency, numbers[RfmPeriod.Lifetime]));
        Assert.Equal((whole.FirstPurchaseDate, whole.DaysSinceFirstPurchase), (numbers.FirstPurchaseDate, numbers.DaysSinceFirstPurchase));
        Assert.Equal(
            (whole.LastPurchaseDate, whole.DaysSinceLastPurchase, whole.LastPurchaseAmount), (numbers.LastPurchaseDate, numbers.DaysSinceLastPurchase, numbers.LastPurchaseAmount));
        Assert.Equal(whole.SetAside.Count > 0, numbers[RfmPeriod.Lifetime].AmountsSetAside > 0);
        var (ofWhole, ofNumbers) = (new RfmValues[RfmPeriods.Count], new RfmValues[RfmPeriods.Count]);
        RfmValues.Fill(whole, ofWhole);
        RfmValues.Fill(numbers, ofNumbers);
        Assert.Equal(ofWhole, ofNumbers);
    }
}
