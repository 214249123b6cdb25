using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Icomm.Actors.Domain.Hashing;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Profiles.Format;

namespace Icomm.Actors.Domain.Tests.Profiles;

/// <summary>Damaged bytes give a <see cref="ProfileStateException"/> or a state that works: never another exception, a hang or an endless allocation.</summary>
public sealed class CorruptStateProperties
{
    private static readonly FoldingPolicy Early = new(3, 400);

    [Fact]
    public void Every_flipped_bit_is_noticed() => Prop.ForAll(History.Arbitrary(8), history =>
    {
        var bytes = Damaged(history, out var random).ToArray();
        var at = random.Next(bytes.Length);
        bytes[at] ^= (byte)(1 << random.Next(8));
        Assert.Throws<ProfileStateException>(() => ProfileState.Decode(bytes));
        Assert.Throws<ProfileStateException>(() => ProfileState.Decode(bytes[..random.Next(bytes.Length)]));
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    /// <summary>The checksum made right again: now only the structure stands between the damage and the readers.</summary>
    [Fact]
    public void Damage_with_a_right_checksum_is_refused_or_harmless() => Prop.ForAll(History.Arbitrary(8), history =>
    {
        var original = Damaged(history, out var random);
        for (var n = 0; n < 40; n++)
        {
            var bytes = random.Next(8) == 0 ? original[..random.Next(original.Length)] : [.. original];
            for (var flips = random.Next(1, 4); flips > 0 && bytes.Length > 0; flips--)
                bytes[random.Next(3) == 0 ? random.Next(Math.Min(bytes.Length, 96)) : random.Next(bytes.Length)] = (byte)random.Next(256);
            if (bytes.Length >= ProfileHeader.ChecksumEnd)
                BitConverter.TryWriteBytes(bytes.AsSpan(8), XxHash64.Of(bytes.AsSpan(ProfileHeader.ChecksumEnd)));
            Use(bytes, history);
        }

        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void Random_bytes_are_no_profile()
    {
        var random = new Random(1);
        for (var n = 0; n < 2_000; n++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            Assert.Throws<ProfileStateException>(() => ProfileState.Decode(bytes));
        }
    }

    private static byte[] Damaged(History history, out Random random)
    {
        random = new Random(history.Shuffle);
        var now = new DateTimeOffset(history.AsOf, TimeOnly.MinValue, TimeSpan.Zero);
        return history.Readings.Aggregate(ProfileState.Empty, (s, r) => s.Apply(r.IntegrationId, [r.Order], [], now, Early).State).Encoded;
    }

    private static void Use(byte[] bytes, History history)
    {
        try
        {
            var state = ProfileState.Decode(bytes);
            _ = state.Summarize();
            _ = state.Customer;
            _ = state.NextChangeDate(history.AsOf, history.Settings);
            foreach (var (integrationId, orders) in history.Batches())
                _ = state.Apply(integrationId, orders, [], new DateTimeOffset(history.AsOf, TimeOnly.MinValue, TimeSpan.Zero), Early).State.Summarize();
            _ = state.Evaluate(history.AsOf, history.Settings);
            _ = state.EvaluateNumbers(history.AsOf, history.Settings);
            using var lists = JsonDocument.Parse(NumbersAndListsProperties.Lists(state, history.AsOf, history.Settings));
            foreach (var indicator in IndicatorNames.All)
                _ = state.Explain(indicator.Name, history.AsOf, history.Settings);
        }
        catch (Exception e) when (e is ProfileStateException or AsOfUnanswerableException)
        {
        }
    }
}
