using Icomm.Actors.Testing;
using Orleans.Runtime;
using Orleans.Storage;

namespace Icomm.Actors.Compliance;

[Collection(SharedWorldTests.Name)]
public sealed class StateTests(SharedWorld shared)
{
    private readonly StoreDouble _store = shared.World.Store;
    private readonly string _key = $"state-{Guid.NewGuid():N}";

    private IStateGrain Grain => shared.World.Grains.GetGrain<IStateGrain>(_key);

    private Recorder<string> Log => shared.World.Stage.Log(_key);

    [Fact]
    public async Task A_grain_without_a_record_starts_with_an_empty_state()
    {
        Assert.Equal(new("", Exists: false, Etag: null, TextAtActivation: ""), await Grain.Read());
    }

    [Fact]
    public async Task A_written_state_is_there_before_the_next_activation()
    {
        await Grain.Write("first");
        await Grain.Write("second");
        Assert.Equal(new("second", Exists: true, Etag: "2", TextAtActivation: ""), await Grain.Read());

        await DeactivateAsync();
        Assert.Equal(new("second", Exists: true, Etag: "2", TextAtActivation: "second"), await Grain.Read());
    }

    [Fact]
    public async Task A_cleared_state_is_gone_at_the_next_activation()
    {
        await Grain.Write("text");
        await Grain.Clear();
        var cleared = await Grain.Read();
        Assert.False(cleared.Exists);
        Assert.Null(cleared.Etag);

        await DeactivateAsync();
        Assert.Equal(new("", Exists: false, Etag: null, TextAtActivation: ""), await Grain.Read());
        await Grain.Write("again");
        Assert.True((await Grain.Read()).Exists);
    }

    [Fact]
    public async Task A_conflict_reaches_the_caller_and_ends_the_activation()
    {
        await Grain.Write("mine");
        var before = await Grain.Who();
        _store.Overwrite("note", _key, new Note { Text = "theirs" });

        var conflict = await Assert.ThrowsAsync<InconsistentStateException>(() => Grain.Write("mine again"));
        Assert.Contains("changed meanwhile", conflict.Message, StringComparison.Ordinal);
        await Log.CountAsync(1);
        Assert.Equal(["deactivated: ApplicationError"], Log.Entries);

        Assert.NotEqual(before, await Grain.Who());
        Assert.Equal("theirs", (await Grain.Read()).Text);
        await Grain.Write("mine after all");
    }

    [Fact]
    public async Task A_conflict_that_the_grain_handles_leaves_it_active()
    {
        await Grain.Write("mine");
        var before = await Grain.Who();
        _store.Overwrite("note", _key, new Note { Text = "theirs" });
        Assert.False(await Grain.TryWrite("mine again"));
        Assert.Equal("theirs", (await Grain.Reload()).Text);
        Assert.True(await Grain.TryWrite("mine now"));
        Assert.Equal(before, await Grain.Who());
    }

    [Fact]
    public async Task A_conflict_ends_the_activation_whose_state_it_is_and_not_the_one_that_it_passes_through()
    {
        var through = shared.World.Grains.GetGrain<IStateGrain>($"{_key}-through");
        var before = await through.Who();
        await Grain.Write("mine");
        _store.Overwrite("note", _key, new Note { Text = "theirs" });
        await Assert.ThrowsAsync<InconsistentStateException>(() => through.WriteThrough(_key, "mine again"));
        await Log.CountAsync(1);
        Assert.Equal(before, await through.Who());
    }

    [Fact]
    public async Task A_failing_store_fails_the_write_with_its_exception_inside_and_the_grain_lives_on()
    {
        await Grain.Write("first");
        var before = await Grain.Who();
        _store.FailNextWrite(_key, new InvalidTimeZoneException("disk full"));
        var failure = await Assert.ThrowsAsync<OrleansException>(() => Grain.Write("second"));
        Assert.Contains("disk full", failure.ToString(), StringComparison.Ordinal);
        Assert.IsType<InvalidTimeZoneException>(failure.InnerException);

        Assert.Equal(before, await Grain.Who());
        await Grain.Write("third");
        Assert.Equal("third", (await Grain.Reload()).Text);
    }

    private async Task DeactivateAsync()
    {
        var before = Log.Entries.Count;
        await Grain.Deactivate();
        await Log.CountAsync(before + 1);
    }
}
