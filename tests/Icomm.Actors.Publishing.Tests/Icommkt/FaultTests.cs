using Icomm.Actors.Publishing.Tests.Support;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Icommkt;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Publishing.Tests.Icommkt;

/// <summary>No fault of the API loses a contact, leaves a stale one, or counts one that may not have arrived.</summary>
public sealed class FaultTests
{
    private const string Api = "/Contacts/";

    /// <summary>Faults that pass.</summary>
    private static readonly FaultKind[] Kinds =
    [
        FaultKind.TooManyRequests, FaultKind.ServerError, FaultKind.UnavailableHtml, FaultKind.HtmlPage, FaultKind.ConnectionReset, FaultKind.ConnectionResetAfterwards,
        FaultKind.ConnectionResetMidBody, FaultKind.TruncatedJson, FaultKind.BrokenJson, FaultKind.ResponseMissing, FaultKind.ResponseExtra,
    ];

    public static TheoryData<FaultKind> Passing { get; } = [.. Kinds];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_fault_that_passes_is_survived(FaultKind kind)
    {
        await using var harness = await IcommktHarness.StartAsync();
        await using var sink = harness.Sink(("batchSize", "5"));
        var people = People.Persons(15);
        harness.Shop.Faults.Add(new FaultRule(kind) { Path = Api, Skip = 1, Times = 2 });

        var outcomes = await sink.SendAsync(people, CancellationToken.None);

        Assert.All(outcomes, outcome => Assert.True(outcome.IsAccepted, outcome.Message));
        Assert.Equal(5, harness.Icommkt.Requests.Count);
        Assert.Equal(1, harness.Icommkt.Statistics.MaxConcurrent);
        Oracle.AssertSame(people, harness.Icommkt.Contacts());
        harness.AssertNoViolations();
        harness.AssertSecretsKept(harness.Logs.Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task In_a_storm_of_faults_the_contacts_equal_the_profiles_in_the_end(int seed)
    {
        await using var harness = await IcommktHarness.StartAsync(configure: http => http.MaxRetries = 20);
        foreach (var kind in Kinds)
            harness.Shop.Faults.Add(new FaultRule(kind) { Path = Api, Times = null, Probability = 0.04 });
        var random = new Random(seed);
        var people = People.Persons(60, seed);
        for (var publication = 0; publication < 4; publication++)
        {
            harness.Icommkt.Reject(new RejectionRule(People.Email(random.Next(10, 60))) { Times = 1 });
            await using var sink = harness.Sink(("batchSize", "7"));
            foreach (var changed in Enumerable.Range(0, people.Length).Where(_ => random.Next(3) == 0))
                people[changed] = random.Next(4) == 0 ? People.Emptied(people[changed]) : People.Person(changed, random.Next());
            await DeliverAsync(sink, people);
        }

        Oracle.AssertSame(people, harness.Icommkt.Contacts());
        harness.AssertNoViolations();
        Assert.Equal(1, harness.Icommkt.Statistics.MaxConcurrent);
        Assert.True(harness.Shop.Statistics.FaultsFired > 0);
        harness.AssertSecretsKept(harness.Logs.Text);
    }

    [Theory]
    [InlineData(FaultKind.TooManyRequests, "publish_throttled")]
    [InlineData(FaultKind.ServerError, "publish_service_failed")]
    [InlineData(FaultKind.UnavailableHtml, "publish_service_failed")]
    [InlineData(FaultKind.ConnectionReset, "publish_unreachable")]
    [InlineData(FaultKind.ConnectionResetAfterwards, "publish_unreachable")]
    [InlineData(FaultKind.BrokenJson, "publish_answer_invalid")]
    [InlineData(FaultKind.HtmlPage, "publish_answer_invalid")]
    [InlineData(FaultKind.ResponseMissing, "publish_answer_invalid")]
    [InlineData(FaultKind.ResponseExtra, "publish_answer_invalid")]
    public async Task A_fault_that_stays_is_said_after_bounded_attempts_and_sending_again_makes_it_good(FaultKind kind, string code)
    {
        await using var harness = await IcommktHarness.StartAsync(configure: http => http.MaxRetries = 3);
        await using var sink = harness.Sink();
        var people = People.Persons(3);
        harness.Shop.Faults.Add(new FaultRule(kind) { Path = Api, Times = null });

        var failure = await Assert.ThrowsAsync<PublishException>(() => sink.SendAsync(people, CancellationToken.None));

        Assert.Equal((code, true), (failure.Code, failure.IsTransient));
        Assert.NotEmpty(failure.Remedy);
        Assert.Equal(4, harness.Icommkt.Requests.Count);
        harness.AssertSecretsKept(failure.ToString());
        harness.AssertSecretsKept(harness.Logs.Text);

        harness.Shop.Faults.Clear();
        await sink.SendAsync(people, CancellationToken.None);
        Oracle.AssertSame(people, harness.Icommkt.Contacts());
    }

    [Theory]
    [InlineData(FaultKind.Forbidden, "publish_unauthorised")]
    [InlineData(FaultKind.TokenExpired, "publish_unauthorised")]
    [InlineData(FaultKind.NotFound, "publish_address_invalid")]
    [InlineData(FaultKind.HugeAnswer, "publish_answer_invalid")]
    public async Task What_only_somebody_can_mend_is_said_at_once(FaultKind kind, string code)
    {
        await using var harness = await IcommktHarness.StartAsync(configure: http => http.MaxAnswerBytes = 100_000);
        await using var sink = harness.Sink();
        harness.Shop.Faults.Add(new FaultRule(new Fault(kind) { Bytes = 3_000_000 }) { Path = Api, Times = null });

        var failure = await Assert.ThrowsAsync<PublishException>(() => sink.SendAsync(People.Persons(3), CancellationToken.None));

        Assert.Equal((code, false), (failure.Code, failure.IsTransient));
        Assert.Equal(1, harness.Shop.Statistics.FaultsFired);
    }

    [Fact]
    public async Task A_wrong_key_is_said_at_once()
    {
        await using var harness = await IcommktHarness.StartAsync();
        await using var sink = harness.Sink(("apiKey", "somebody-elses-key"));

        var failure = await Assert.ThrowsAsync<PublishException>(() => sink.SendAsync(People.Persons(3), CancellationToken.None));

        Assert.Equal(("publish_unauthorised", false), (failure.Code, failure.IsTransient));
        Assert.Single(harness.Icommkt.Requests);
        Assert.DoesNotContain("somebody-elses-key", failure + harness.Logs.Text);
    }

    [Fact]
    public async Task A_profile_that_ICOMMKT_does_not_know_is_said_at_once()
    {
        await using var harness = await IcommktHarness.StartAsync();
        await using var sink = harness.Sink(("profileKey", "somebody-elses-profile"));

        var failure = await Assert.ThrowsAsync<PublishException>(() => sink.SendAsync(People.Persons(3), CancellationToken.None));

        Assert.Equal(("publish_profile_unknown", false), (failure.Code, failure.IsTransient));
        Assert.Single(harness.Icommkt.Requests);
        Assert.DoesNotContain("somebody-elses-profile", failure + harness.Logs.Text);
    }

    [Fact]
    public async Task A_batch_that_ICOMMKT_refuses_as_a_whole_counts_nobody_as_accepted()
    {
        await using var harness = await IcommktHarness.StartAsync(icommkt: new IcommktOptions { MaxBatch = 2 });
        await using var sink = harness.Sink();

        var failure = await Assert.ThrowsAsync<PublishException>(() => sink.SendAsync(People.Persons(3), CancellationToken.None));

        Assert.Equal(("publish_refused", false), (failure.Code, failure.IsTransient));
        Assert.Empty(harness.Icommkt.Contacts());
    }

    [Fact]
    public async Task A_batch_that_was_taken_without_an_answer_is_sent_again_after_the_time_out()
    {
        var clock = new ManualTimeProvider();
        await using var harness = await IcommktHarness.StartAsync(clock, http => http.AttemptTimeout = TimeSpan.FromSeconds(20));
        await using var sink = harness.Sink();
        var people = People.Persons(4);
        harness.Shop.Faults.Enqueue(FaultKind.HangAfterwards, Api);

        var sending = sink.SendAsync(people, CancellationToken.None);
        await Eventually.IsAsync("sending", "the fake", "has the contacts", () => Task.FromResult(harness.Icommkt.Contacts().Count), count => count == 4);
        clock.Advance(TimeSpan.FromSeconds(20));
        var outcomes = await clock.RunAsync(sending, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        Assert.All(outcomes, outcome => Assert.True(outcome.IsAccepted));
        Assert.All(harness.Icommkt.Contacts(), contact => Assert.Equal(2, contact.Saves));
        Oracle.AssertSame(people, harness.Icommkt.Contacts());
    }

    [Fact]
    public async Task An_API_that_never_answers_is_given_up_in_bounded_time()
    {
        var clock = new ManualTimeProvider();
        await using var harness = await IcommktHarness.StartAsync(clock, http =>
        {
            http.AttemptTimeout = TimeSpan.FromSeconds(20);
            http.MaxRetries = 1;
        });
        await using var sink = harness.Sink();
        harness.Shop.Faults.Add(new FaultRule(FaultKind.Hang) { Path = Api, Times = null });

        var sending = sink.SendAsync(People.Persons(4), CancellationToken.None);
        var failure = await Assert.ThrowsAsync<PublishException>(() => clock.RunAsync(sending, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20)));

        Assert.Equal(("publish_unreachable", true), (failure.Code, failure.IsTransient));
        Assert.Empty(harness.Icommkt.Contacts());
    }

    [Fact]
    public async Task Whoever_stops_a_publication_stops_it()
    {
        await using var harness = await IcommktHarness.StartAsync();
        await using var sink = harness.Sink();
        harness.Shop.Faults.Enqueue(FaultKind.Hang, Api);
        using var stop = new CancellationTokenSource();

        var sending = sink.SendAsync(People.Persons(4), stop.Token);
        await Eventually.IsAsync("sending", "the fake", "hangs", () => Task.FromResult(harness.Shop.Faults.Fired), fired => fired == 1);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    /// <summary>Sends until every contact is accepted, as a publication does over its days.</summary>
    private static async Task DeliverAsync(IContactSink sink, IReadOnlyList<Contact> people)
    {
        for (var round = 0; people.Count > 0; round++)
        {
            Assert.True(round < 10, "contacts are refused for ever");
            var outcomes = await sink.SendAsync(people, CancellationToken.None);
            people = [.. people.Where((_, i) => !outcomes[i].IsAccepted)];
        }
    }
}
