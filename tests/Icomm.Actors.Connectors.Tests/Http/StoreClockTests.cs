using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Connectors.Tests.Http;

public sealed class StoreClockTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-20, null, true)]
    [InlineData(-20, 0, true)]
    [InlineData(-1_439, null, true)]
    [InlineData(-5, null, false)]
    [InlineData(20, null, false)]
    [InlineData(-1_440, null, false)]
    [InlineData(-20, 1_200, false)]
    public void A_clock_that_is_behind_is_told_from_a_copy_and_from_nonsense(int minutes, int? age, bool isBehind)
    {
        using var answer = new HttpResponseMessage { Headers = { Date = Now.AddMinutes(minutes), Age = age is { } seconds ? TimeSpan.FromSeconds(seconds) : null } };

        Assert.Equal(isBehind ? Now.AddMinutes(minutes) : null, StoreClock.IfBehind(answer.Headers, new ManualTimeProvider(Now)));
    }

    [Fact]
    public void No_date_says_nothing()
    {
        using var answer = new HttpResponseMessage();

        Assert.Null(StoreClock.IfBehind(answer.Headers, new ManualTimeProvider(Now)));
    }
}
