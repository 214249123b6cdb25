using Icomm.Actors.Persistence.Postgres;

namespace Icomm.Actors.Persistence.Tests.Postgres;

/// <summary>When a silo's writers commit beside each other, and when one waits.</summary>
public sealed class CommitTurnsTests
{
    private readonly CommitTurns _turns = new();

    [Theory]
    [InlineData(1)]
    [InlineData(CommitTurns.Large)]
    public void Alone_every_batch_begins_at_once(int writes)
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.True(_turns.BeginAsync(writes).IsCompleted);
            _turns.End();
        }
    }

    [Fact]
    public void Beside_another_a_large_batch_begins_and_a_small_one_waits_for_the_next_to_end()
    {
        Assert.True(_turns.BeginAsync(1).IsCompleted);
        Assert.True(_turns.BeginAsync(CommitTurns.Large).IsCompleted);
        var small = _turns.BeginAsync(CommitTurns.Large - 1);
        Assert.False(small.IsCompleted);
        _turns.End();
        Assert.True(small.IsCompleted);
    }

    [Fact]
    public void A_small_batch_waits_for_no_gap_between_large_ones()
    {
        _ = _turns.BeginAsync(CommitTurns.Large);
        _ = _turns.BeginAsync(CommitTurns.Large);
        var small = _turns.BeginAsync(1);
        _ = _turns.BeginAsync(CommitTurns.Large);
        _turns.End();
        Assert.True(small.IsCompleted);
    }

    [Fact]
    public void Those_that_wait_begin_one_after_the_other_as_they_came()
    {
        _ = _turns.BeginAsync(1);
        Task[] waiting = [_turns.BeginAsync(1), _turns.BeginAsync(1), _turns.BeginAsync(1)];
        for (var begun = 1; begun <= waiting.Length; begun++)
        {
            _turns.End();
            Assert.Equal(begun, waiting.Count(turn => turn.IsCompleted));
            Assert.True(waiting[begun - 1].IsCompleted);
        }

        _turns.End();
        Assert.True(_turns.BeginAsync(1).IsCompleted);
    }
}
