using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Grains.Tests.Refreshes;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Publishing;
using Icomm.Actors.Publishing;
using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Grains.Tests.Publications;

public sealed class PublicationGrainTests
{
    private static readonly PublishProblem Busy = new("busy", "Busy.", "Wait.");

    [Fact]
    public async Task Brings_every_profile_with_an_email_after_a_refresh()
    {
        await using var bed = await RefreshBed.StartAsync();
        var publication = await bed.PublicationAsync();
        await bed.BuyAllAsync(20);

        await bed.RefreshAsync();

        var status = await RefreshBed.IdleAsync(publication);
        Assert.Null(status!.LastRun!.ProblemCode);
        Assert.Equal(20, status.LastRun.Sent);
        await AssertDeliveredAsync(bed);
    }

    [Fact]
    public async Task Sends_nothing_when_nothing_changed_and_only_ages_on_another_day()
    {
        await using var bed = await RefreshBed.StartAsync();
        var publication = await bed.PublicationAsync();
        for (var i = 0; i < 5; i++)
            await bed.BuyAsync($"customer{i}@example.com", daysAgo: 7, 100);
        await bed.RefreshAsync();
        await RefreshBed.IdleAsync(publication);
        Assert.Equal(5, bed.Sink.Sent);

        bed.Time.Advance(TimeSpan.FromMinutes(1));
        await bed.RefreshAsync();
        await EndOfAsync(publication, bed, after: 1);
        Assert.Equal(5, bed.Sink.Sent);

        bed.Time.Advance(TimeSpan.FromDays(1));
        await bed.RefreshAsync();
        await EndOfAsync(publication, bed, after: 2);
        Assert.Equal(10, bed.Sink.Sent);
        Assert.All(bed.Sink.Batches.Entries[^1], contact => Assert.Equal(2, contact.Fields.Length));
        await AssertDeliveredAsync(bed);
    }

    [Fact]
    public async Task Keeps_and_shows_who_was_refused_and_tries_again_the_next_time()
    {
        await using var bed = await RefreshBed.StartAsync();
        var publication = await bed.PublicationAsync();
        await bed.BuyAllAsync(10);
        bed.Sink.Refused.Add("customer4@example.com");

        await bed.RefreshAsync();
        var status = await RefreshBed.IdleAsync(publication);
        Assert.Equal((9, 1), (status!.LastRun!.Sent, status.LastRun.Rejected));
        var rejection = Assert.Single(await bed.Get<IPublicationLedger>().RejectionsAsync(Key, null, 100, default));
        Assert.Equal(("refused", "customer4@example.com"), (rejection.Code, rejection.Email));

        bed.Sink.Refused.Clear();
        bed.Time.Advance(TimeSpan.FromMinutes(1));
        await bed.RefreshAsync();
        await EndOfAsync(publication, bed, after: 1);
        Assert.Empty(await bed.Get<IPublicationLedger>().RejectionsAsync(Key, null, 100, default));
        await AssertDeliveredAsync(bed);
    }

    [Fact]
    public async Task Who_cant_be_evaluated_as_of_that_day_is_not_sent()
    {
        await using var bed = await RefreshBed.StartAsync();
        var publication = await bed.PublicationAsync();
        await bed.BuyAsync("ana@example.com", daysAgo: 500, 100);
        await bed.BuyManyAsync("bea@example.com", purchases: 1_001, daysAgo: 500);
        await bed.RefreshAsync(new DateOnly(2025, 1, 1), publish: true);
        await RefreshBed.IdleAsync(publication);
        Assert.Equal(["ana@example.com"], bed.Sink.Contacts.Keys);

        bed.Time.Advance(TimeSpan.FromDays(1));
        await bed.RefreshAsync();

        await EndOfAsync(publication, bed, after: 1);
        await AssertDeliveredAsync(bed);
    }

    [Fact]
    public async Task A_passing_failure_is_tried_again_and_nothing_is_lost()
    {
        await using var bed = await RefreshBed.StartAsync();
        var publication = await bed.PublicationAsync();
        await bed.BuyAllAsync(30);
        var failures = 0;

        // The second batch is taken, but the answer never comes.
        bed.Sink.Failing = batches => batches == 1 && failures++ == 0 ? (new PublishException(Busy, isTransient: true), true) : default;
        await bed.RefreshAsync();
        var failed = await RefreshBed.IdleAsync(publication);
        Assert.Equal("busy", failed!.LastRun!.ProblemCode);
        Assert.NotNull(failed.RetryAt);

        bed.Time.Advance(failed.RetryAt.Value - bed.Time.GetUtcNow() + TimeSpan.FromSeconds(1));
        await publication.PublishAsync(failed.LastRun.AsOf);
        var status = await Eventually.IsAsync(
            "second run", "publication", "success", publication.GetStatusAsync, status => status is { CurrentRun: null, LastRun.ProblemCode: null });
        Assert.NotNull(status!.LastSuccessAt);

        // Seven that were confirmed, seven that were taken in silence, and all but the first seven again.
        Assert.Equal(7 + 7 + 23, bed.Sink.Sent);
        await AssertDeliveredAsync(bed);
    }

    [Fact]
    public async Task What_is_asked_for_meanwhile_follows_at_once()
    {
        await using var bed = await RefreshBed.StartAsync();
        var publication = await bed.PublicationAsync();
        await bed.BuyAllAsync(10);
        var held = new Signal("the sink goes on");
        var reached = new Signal("the first batch has reached the sink");
        bed.Sink.Holding = cancellationToken =>
        {
            reached.Set();
            return held.Held(cancellationToken);
        };
        await bed.RefreshAsync();
        await reached.WaitAsync();

        bed.Time.Advance(TimeSpan.FromMinutes(1));
        await bed.BuyAsync("customer0@example.com", daysAgo: 0, 999);
        await bed.RefreshAsync();
        held.Set();

        await EndOfAsync(publication, bed, after: 1);
        await AssertDeliveredAsync(bed);
    }

    [Fact]
    public async Task Goes_away_with_everything_kept_about_it()
    {
        await using var bed = await RefreshBed.StartAsync();
        var publication = await bed.PublicationAsync();
        await bed.BuyAllAsync(3);
        await bed.RefreshAsync();
        await RefreshBed.IdleAsync(publication);

        Assert.True(await publication.RemoveAsync());

        Assert.Null(await publication.GetStatusAsync());
        Assert.Equal((0, 0), await bed.Get<IPublicationLedger>().CountAsync(Key, default));
        Assert.Null(await publication.PublishAsync(new DateOnly(2026, 3, 10)));
    }

    private static PublicationKey Key => new(RefreshBed.Account, RefreshBed.Database, "one");

    /// <summary>Waits for a run that began after those that ended before.</summary>
    private static Task EndOfAsync(IPublicationGrain publication, RefreshBed bed, int after) => Eventually.IsAsync(
        "end of a publication", "publication", $"run {after + 1} to have ended", publication.GetStatusAsync,
        status => status is { CurrentRun: null, LastRun: { ProblemCode: null } last } && last.StartedAt >= bed.Time.GetUtcNow());

    /// <summary>The receiver has exactly what the database has, field by field.</summary>
    private static async Task AssertDeliveredAsync(RefreshBed bed)
    {
        var asOf = (await bed.Refresh.GetStatusAsync())!.LastCompleted!.AsOf;
        var rows = await bed.AllRowsAsync();
        Assert.Equal(rows.Select(row => row.Profile.Email).Order(), bed.Sink.Contacts.Keys.Order());
        foreach (var row in rows)
        {
            var contact = bed.Sink.Contacts[row.Profile.Email!];
            foreach (var field in MasterDataFields.Of(row, asOf))
                Assert.Equal(Plain(field.Value), Plain(contact[field.Name]));
        }

        static object? Plain(object? value) => value is System.Collections.Immutable.ImmutableArray<string> names ? string.Join("|", names) : value;
    }
}
