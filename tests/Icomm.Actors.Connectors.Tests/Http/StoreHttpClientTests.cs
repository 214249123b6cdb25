using System.ComponentModel.DataAnnotations;
using System.IO.Compression;
using System.Net;
using System.Text;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Connectors.Tests.Http;

public sealed class StoreHttpClientTests
{
    private const string Url = "https://shop.example/things";

    [Theory]
    [InlineData("https://evil.example/things")]
    [InlineData("http://shop.example/things")]
    [InlineData("https://shop.example:8443/things")]
    [InlineData("https://127.0.0.1/things")]
    [InlineData("https://x@shop.example/things")]
    [InlineData("//evil.example/things")]
    [InlineData("//")]
    [InlineData("///rest/things")]
    [InlineData("//:80")]
    public async Task Credentials_never_follow_a_redirect_elsewhere(string target)
    {
        var handler = new ScriptedHandler((_, _) => Redirect(target));
        using var client = TestClients.Create(new StoreHttpOptions { MaxRetries = 3 }, handler);

        var failure = await Assert.ThrowsAsync<StoreException>(() => TestClients.AskAsync(client, Url));

        Assert.Equal("redirect_refused", failure.Problem.Code);
        Assert.Single(handler.Asked);
    }

    [Fact]
    public async Task A_redirect_on_the_same_host_is_followed()
    {
        var handler = new ScriptedHandler((_, number) => number == 1 ? Redirect("/rest/things") : TestClients.Json("[1]"));
        using var client = TestClients.Create(new StoreHttpOptions(), handler);

        Assert.Equal(3, await TestClients.AskAsync(client, Url));
        Assert.Equal("https://shop.example/rest/things", handler.Asked[^1].ToString());
    }

    [Fact]
    public async Task Redirects_in_a_circle_end()
    {
        var handler = new ScriptedHandler((_, _) => Redirect("/things"));
        using var client = TestClients.Create(new StoreHttpOptions(), handler);

        await Assert.ThrowsAsync<StoreException>(() => TestClients.AskAsync(client, Url));
        Assert.InRange(handler.Asked.Count, 2, 5);
    }

    [Fact]
    public async Task What_is_written_is_never_redirected()
    {
        var handler = new ScriptedHandler((_, _) => Redirect("/elsewhere"));
        using var client = TestClients.Create(new StoreHttpOptions(), handler);

        var failure = await Assert.ThrowsAsync<StoreException>(() => TestClients.AskAsync(client, Url, HttpMethod.Post));

        Assert.Equal("redirect_refused", failure.Problem.Code);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "credentials_rejected", false)]
    [InlineData(HttpStatusCode.Forbidden, "permission_missing", false)]
    [InlineData(HttpStatusCode.NotFound, "endpoint_not_found", false)]
    [InlineData(HttpStatusCode.BadRequest, "request_rejected", false)]
    [InlineData(HttpStatusCode.RequestTimeout, "store_timeout", true)]
    [InlineData(HttpStatusCode.TooManyRequests, "rate_limited", true)]
    [InlineData(HttpStatusCode.InternalServerError, "store_error", true)]
    [InlineData(HttpStatusCode.BadGateway, "store_error", true)]
    [InlineData(HttpStatusCode.NoContent, "answer_unexpected", true)]
    public async Task Every_status_has_a_meaning(HttpStatusCode status, string code, bool isTransient)
    {
        using var client = TestClients.Create(new StoreHttpOptions { MaxRetries = 0 }, new ScriptedHandler((_, _) => TestClients.Json("{}", status)));

        var failure = await Assert.ThrowsAsync<StoreException>(() => TestClients.AskAsync(client, Url));

        Assert.Equal(code, failure.Problem.Code);
        Assert.Equal(isTransient, failure.IsTransient);
        Assert.DoesNotContain("very-secret", failure.ToString());
    }

    [Fact]
    public async Task A_firewall_s_403_is_told_from_a_missing_permission()
    {
        using var client = TestClients.Create(
            new StoreHttpOptions(),
            new ScriptedHandler((_, _) => new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StringContent("<html>", Encoding.UTF8, "text/html") }));

        Assert.Equal("access_blocked", (await Assert.ThrowsAsync<StoreException>(() => TestClients.AskAsync(client, Url))).Problem.Code);
    }

    [Fact]
    public async Task Retry_after_in_seconds_is_waited_out_to_the_second()
    {
        var clock = new ManualTimeProvider();
        var started = clock.GetUtcNow();
        var answered = new List<TimeSpan>();
        using var client = TestClients.Create(
            new StoreHttpOptions(), new ScriptedHandler((_, number) =>
            {
                answered.Add(clock.GetUtcNow() - started);
                return number < 3 ? Wait("42") : TestClients.Json("[]");
            }),
            clock);

        await clock.RunAsync(TestClients.AskAsync(client, Url), TimeSpan.FromSeconds(42));

        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(42), TimeSpan.FromSeconds(84)], answered);
    }

    [Fact]
    public async Task Retry_after_as_a_date_is_measured_by_the_store_s_own_clock()
    {
        var clock = new ManualTimeProvider();
        var started = clock.GetUtcNow();
        var answered = new List<TimeSpan>();
        using var client = TestClients.Create(
            new StoreHttpOptions(), new ScriptedHandler((_, number) =>
            {
                answered.Add(clock.GetUtcNow() - started);
                if (number > 1)
                    return TestClients.Json("[]");
                var wait = Wait("Wed, 21 Oct 2015 07:28:30 GMT");
                wait.Headers.Date = new DateTimeOffset(2015, 10, 21, 7, 28, 0, TimeSpan.Zero);
                return wait;
            }),
            clock);

        await clock.RunAsync(TestClients.AskAsync(client, Url), TimeSpan.FromSeconds(30));

        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(30)], answered);
    }

    [Fact]
    public async Task Retry_after_as_a_date_without_the_store_s_clock_is_measured_by_ours()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var handler = new ScriptedHandler((_, number) => number > 1 ? TestClients.Json("[]") : Wait("Thu, 01 Jan 2026 00:00:17 GMT"));
        using var client = TestClients.Create(new StoreHttpOptions(), handler, clock);

        await clock.RunAsync(TestClients.AskAsync(client, Url), TimeSpan.FromSeconds(17));

        Assert.Equal(2, handler.Asked.Count);
        Assert.Equal(TimeSpan.FromSeconds(17), clock.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Waits_between_attempts_grow()
    {
        var clock = new ManualTimeProvider();
        var started = clock.GetUtcNow();
        var asked = new List<TimeSpan>();
        using var client = TestClients.Create(
            new StoreHttpOptions(), new ScriptedHandler((_, _) =>
            {
                asked.Add(clock.GetUtcNow() - started);
                return TestClients.Json("{}", HttpStatusCode.InternalServerError);
            }),
            clock);
        var asking = TestClients.AskAsync(client, Url);

        await Assert.ThrowsAsync<StoreException>(() => clock.RunAsync(asking, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(2)));
        Assert.Equal(6, asked.Count);
        var waits = asked.Zip(asked.Skip(1), (before, after) => after - before).ToArray();
        Assert.All(waits.Zip(waits.Skip(1)), pair => Assert.True(pair.Second >= pair.First, $"{pair.First} then {pair.Second}"));
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(31)));
    }

    [Fact]
    public async Task All_attempts_together_have_a_limit()
    {
        var clock = new ManualTimeProvider();
        using var client = TestClients.Create(
            new StoreHttpOptions { MaxRetries = 20, MaxRetryAfter = TimeSpan.FromMinutes(2) }, new ScriptedHandler((_, _) => Wait("100")), clock);
        var started = clock.GetUtcNow();
        var asking = TestClients.AskAsync(client, Url);

        await clock.RunAsync(asking, TimeSpan.FromSeconds(100));

        var failure = await Assert.ThrowsAsync<StoreException>(() => asking);
        Assert.Equal("rate_limited", failure.Problem.Code);
        Assert.True(failure.IsTransient);
        Assert.InRange(clock.GetUtcNow() - started, TimeSpan.FromSeconds(299), TimeSpan.FromSeconds(400));
    }

    [Fact]
    public async Task A_person_who_waits_gets_one_attempt()
    {
        var handler = new ScriptedHandler((_, _) => TestClients.Json("{}", HttpStatusCode.BadGateway));
        using var client = TestClients.Create(new StoreHttpOptions(), handler);

        await Assert.ThrowsAsync<StoreException>(() => TestClients.AskAsync(client, Url, patience: StorePatience.Brief));

        Assert.Single(handler.Asked);
    }

    [Theory]
    [InlineData(2_000, true)]
    [InlineData(2_001, false)]
    public async Task The_size_limit_is_exact(int size, bool isRead)
    {
        using var client = TestClients.Create(
            new StoreHttpOptions { MaxAnswerBytes = 2_000, MaxRetries = 0 },
            new ScriptedHandler((_, _) =>
            {
                var answer = TestClients.Json("");
                answer.Content = new StreamContent(new UnknownLength(new byte[size]));
                return answer;
            }));
        var asking = TestClients.AskAsync(client, Url);

        if (isRead)
            Assert.Equal(size, await asking);
        else
            Assert.Equal("answer_too_large", (await Assert.ThrowsAsync<StoreException>(() => asking)).Problem.Code);
    }

    [Fact]
    public async Task An_answer_that_is_not_packed_as_it_says_is_a_broken_one()
    {
        using var client = TestClients.Create(
            new StoreHttpOptions { MaxRetries = 0 },
            new ScriptedHandler((_, _) => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new BrotliStream(new MemoryStream("{}"u8.ToArray()), CompressionMode.Decompress)) }));

        var failure = await Assert.ThrowsAsync<StoreException>(() => TestClients.AskAsync(client, Url));

        Assert.Equal("answer_truncated", failure.Problem.Code);
        Assert.True(failure.IsTransient);
    }

    /// <summary>A slip of the store's must not put an integration to rest for years.</summary>
    [Theory]
    [InlineData("2147483647")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task A_store_is_left_alone_for_a_day_at_most(string retryAfter)
    {
        using var client = TestClients.Create(new StoreHttpOptions(), new ScriptedHandler((_, _) => Wait(retryAfter)));

        var failure = await Assert.ThrowsAsync<StoreException>(() => TestClients.AskAsync(client, Url));

        Assert.Equal(TimeSpan.FromDays(1), failure.RetryAfter);
    }

    [Fact]
    public void The_options_default_to_values_in_their_ranges()
    {
        var options = new StoreHttpOptions();

        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        options.AttemptTimeout = TimeSpan.FromMinutes(6);
        Assert.Throws<ValidationException>(() => Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true));
    }

    private static HttpResponseMessage Redirect(string target)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.TemporaryRedirect);
        answer.Headers.TryAddWithoutValidation("Location", target);
        return answer;
    }

    private static HttpResponseMessage Wait(string retryAfter)
    {
        var answer = TestClients.Json("{}", HttpStatusCode.TooManyRequests);
        answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return answer;
    }

    /// <summary>A stream that does not say how long it is, as a chunked answer's.</summary>
    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
