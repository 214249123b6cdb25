using System.Globalization;
using Icomm.Actors.Connectors.Hermes;

namespace Icomm.Actors.Connectors.Tests.Hermes;

/// <summary>Where reading goes on, and how it is noticed that it goes nowhere.</summary>
public sealed class HermesCursorTests
{
    [Fact]
    public void Every_circle_is_noticed_soon_whatever_leads_into_it()
    {
        for (var tail = 0; tail <= 20; tail++)
        {
            for (var circle = 1; circle <= 20; circle++)
            {
                var pages = 0;
                var failure = Assert.Throws<StoreException>(() =>
                {
                    var cursor = HermesCursor.Start;
                    for (; pages < 1_000; pages++)
                        cursor = Restored(cursor.After(10, Site(pages < tail ? pages : tail + (pages - tail) % circle)));
                });

                Assert.Equal("cursor_repeated", failure.Problem.Code);
                Assert.InRange(pages, tail + circle, 3 * (tail + circle) + 1);
            }
        }
    }

    [Fact]
    public void Cursors_that_lead_on_are_never_refused()
    {
        var cursor = HermesCursor.Start;
        for (var page = 0; page < 5_000; page++)
            cursor = Restored(cursor.After(250, Site(page)));

        Assert.Equal((5_000, 5_000 * 250, Site(4_999)), (cursor.Pages, cursor.Delivered, cursor.Site));
    }

    [Fact]
    public void A_window_is_begun_again_five_times_a_day()
    {
        var now = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var cursor = HermesCursor.Start.After(1, "c");
        for (var restart = 1; restart <= HermesCursor.MostRestarts; restart++)
        {
            cursor = Restored(cursor.Restarted(now.AddHours(restart))!.After(1, "c"));
            Assert.Equal((1, 1), (cursor.Pages, cursor.Delivered));
        }

        Assert.Null(cursor.Restarted(now.AddHours(24)));
        Assert.Equal(1, cursor.Restarted(now.AddHours(25))?.Restarts);
    }

    [Theory]
    [InlineData("h1")]
    [InlineData("h1.1.1.0.0.0.")]
    [InlineData("h1.1.1.0.0.0.!!")]
    [InlineData("h1.-1.1.0.0.0.YQ")]
    [InlineData("h1.1.1.0.6.0.YQ")]
    [InlineData("h1.1.1.0.0.99999999999999.YQ")]
    [InlineData("h1.1.1.0.0.0.IA")]
    [InlineData("h2.1.1.0.0.0.YQ")]
    public void A_token_that_was_not_made_here_is_refused(string token) =>
        Assert.Equal("page_token_invalid", Assert.Throws<StoreException>(() => HermesCursor.Parse(token)).Problem.Code);

    /// <summary>What is left of it after a restart.</summary>
    private static HermesCursor Restored(HermesCursor cursor)
    {
        var restored = HermesCursor.Parse(cursor.ToString());
        Assert.Equal(cursor, restored);
        return restored;
    }

    private static string Site(int number) => "cursor-" + number.ToString(CultureInfo.InvariantCulture);
}
