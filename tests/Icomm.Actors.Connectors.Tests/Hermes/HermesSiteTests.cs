using System.Web;
using Icomm.Actors.Connectors.Hermes;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Tests.Compliance;
using Icomm.Actors.Connectors.Tests.Http;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Icomm.Actors.Connectors.Tests.Hermes;

/// <summary>Sites whose implementers read the contract carelessly: nothing is lost in silence, and what is wrong is said with the endpoint's name.</summary>
public sealed class HermesSiteTests
{
    private static readonly TimeInterval Window = new(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2025, 1, 31, 0, 0, 0, TimeSpan.Zero));
    private static readonly StoreConnection Connection = HermesUnderTest.Connect(new Uri("https://shop.example/"), "a-token");

    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2025, 2, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"nextCursor": null}""")]
    [InlineData("""{"data": {}, "nextCursor": null}""")]
    [InlineData("""{"data": []}""")]
    [InlineData("""{"data": [], "nextCursor": "more"}""")]
    [InlineData("""{"data": [], "nextCursor": 7}""")]
    [InlineData("""{"data": [{}], "nextCursor": ""}""")]
    [InlineData("""{"data": [{}], "nextCursor": "with space"}""")]
    [InlineData("""{"data": [], "nextCursor": null, "total": "7"}""")]
    [InlineData("""{"data": [], "nextCursor": null, "total": -1}""")]
    [InlineData("""{"data": [], "nextCursor": null, "total": 7}""")]
    [InlineData("""{"data": [{}], "nextCursor": null, "total": 7}""")]
    public async Task An_answer_that_is_no_page_is_refused_with_the_endpoint_named(string json)
    {
        var failure = await Assert.ThrowsAsync<StoreException>(() => ReadAsync(_ => json));

        Assert.Equal("answer_unexpected", failure.Problem.Code);
        Assert.True(failure.IsTransient);
        Assert.StartsWith("GET /api/hermes/v1/products: ", failure.Problem.Message.En);
    }

    [Fact]
    public async Task A_cursor_longer_than_the_contract_s_is_refused() =>
        Assert.Equal("answer_unexpected", (await Assert.ThrowsAsync<StoreException>(() => ReadAsync(_ => Page(new string('c', 1_001), Product("1"))))).Problem.Code);

    [Fact]
    public async Task A_page_may_be_larger_than_asked_for_but_not_than_the_contract_s()
    {
        var pages = await ReadAsync(_ => Page(null, [.. Enumerable.Range(1, 250).Select(id => Product($"{id}"))]));

        Assert.Equal(250, Assert.Single(pages).Catalogue.Length);
        Assert.Equal("answer_unexpected", (await Assert.ThrowsAsync<StoreException>(() => ReadAsync(_ => Page(null, [.. Enumerable.Range(1, 251).Select(id => Product($"{id}"))])))).Problem.Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(12)]
    public async Task Cursors_that_go_in_circles_are_an_error(int length)
    {
        var asked = 0;

        var failure = await Assert.ThrowsAsync<StoreException>(() => ReadAsync(cursor =>
        {
            asked++;
            return Page($"{(cursor is null ? 0 : int.Parse(cursor) + 1) % length}", Product(cursor ?? "first"));
        }));

        Assert.Equal("cursor_repeated", failure.Problem.Code);
        Assert.StartsWith("GET /api/hermes/v1/products: ", failure.Problem.Message.En);
        Assert.InRange(asked, 1, 60);
    }

    [Fact]
    public async Task Records_from_outside_the_window_unsorted_and_twice_are_taken_once()
    {
        var pages = await ReadAsync(cursor => cursor is null
            ? Page("2", Product("9", "2025-01-09T00:00:00Z"), Product("3", "2025-01-03T00:00:00Z"), Product("9", "2025-01-09T00:00:00Z"))
            : Page(null, Product("1", "2019-01-01T00:00:00Z"), Product("5", "2031-01-01T00:00:00Z")));

        Assert.Equal(["9", "3", "1", "5"], pages.SelectMany(page => page.Catalogue).Select(item => item.ProductId));
    }

    [Fact]
    public async Task A_window_that_ends_too_early_is_read_again_from_its_start()
    {
        var begun = 0;

        // Two pages of two; the first time the second page is lost on its way, however often it is asked for.
        var pages = await ReadAsync(cursor =>
        {
            if (cursor is null)
                begun++;
            return cursor is null ? Page($"c{begun}", 4, Product("1"), Product("2")) : cursor == "c1" ? Page(null, 4) : Page(null, 4, Product("3"), Product("4"));
        });

        Assert.Equal(2, begun);
        Assert.Equal(["1", "2", "3", "4"], pages.SelectMany(page => page.Catalogue).Select(item => item.ProductId).Distinct());
    }

    [Fact]
    public async Task A_window_that_always_ends_too_early_is_said()
    {
        var begun = 0;

        var failure = await Assert.ThrowsAsync<StoreException>(() => ReadAsync(cursor =>
        {
            if (cursor is null)
                begun++;
            return cursor is null ? Page("c", 4, Product("1"), Product("2")) : Page(null, 4);
        }));

        Assert.Equal("answer_incomplete", failure.Problem.Code);
        Assert.Equal(6, begun);
    }

    [Fact]
    public async Task The_window_goes_with_every_page_and_the_cursor_as_it_came()
    {
        var asked = new List<Uri>();
        await ReadAsync(cursor => cursor is null ? Page("a+b/c=&d%", Product("1")) : Page(null, Product("2")), asked);

        Assert.All(asked, url => Assert.Contains("updatedSince=2025-01-01T00%3A00%3A00.000Z&updatedUntil=2025-01-31T00%3A00%3A00.000Z&limit=2", url.Query));
        Assert.Equal([null, "a+b/c=&d%"], asked.Select(url => HttpUtility.ParseQueryString(url.Query)["cursor"]));
    }

    [Theory]
    [InlineData("limit_ignored")]
    [InlineData("window_ignored")]
    [InlineData("record_unreadable")]
    [InlineData("currency_invalid")]
    [InlineData("time_zone_unknown")]
    public async Task What_runs_survive_is_noticed_when_verifying(string code)
    {
        var handler = new ScriptedHandler((request, _) => TestClients.Json(Answer(request.RequestUri!)));

        var found = await Connector(handler).VerifyAsync(Connection, CancellationToken.None);

        Assert.Null(found.Problem);
        Assert.Equal(code, Assert.Single(found.Notices).Code);

        string Answer(Uri url) => url.AbsolutePath.Split('/')[^1] switch
        {
            "ping" => $$"""{"site": "S", "platform": "hermes", "version": 1, "currency": "{{(code == "currency_invalid" ? "pesos" : "UYU")}}", "timeZone": "{{(code == "time_zone_unknown" ? "GMT-3 hours" : "America/Montevideo")}}"}""",
            "products" when code == "limit_ignored" => Page(null, Product("1"), Product("2")),
            "products" when code == "record_unreadable" => Page(null, """{"id": "1"}"""),
            "orders" when code == "window_ignored" && url.Query.Contains("updatedUntil=1970", StringComparison.Ordinal) => Page(null, """{"id": "1", "updatedAt": "2025-01-02T00:00:00Z"}"""),
            _ => Page(null),
        };
    }

    [Theory]
    [InlineData("<html>", 404, "endpoint_not_found")]
    [InlineData("""{"error": {"code": "cursor_expired"}}""", 404, "endpoint_not_found")]
    [InlineData("""{"error": {"code": "gone"}}""", 410, "endpoint_not_found")]
    [InlineData("""{"error": "no"}""", 405, "endpoint_not_found")]
    [InlineData("""{"error": {"code": "invalid_parameter"}}""", 400, "request_rejected")]
    [InlineData("not json", 403, "permission_missing")]
    [InlineData("not json", 401, "credentials_rejected")]
    public async Task A_refusal_is_worded_whatever_its_body_is(string body, int status, string code)
    {
        var handler = new ScriptedHandler((_, _) => TestClients.Json(body, (System.Net.HttpStatusCode)status));

        var failure = await Assert.ThrowsAsync<StoreException>(() => Connector(handler).ReadAllAsync(Connection, StoreResource.Orders, Window, 2));

        Assert.Equal(code, failure.Problem.Code);
        Assert.DoesNotContain("a-token", failure.ToString());
    }

    private static string Product(string id, string updatedAt = "2025-01-02T00:00:00Z") => $$"""{"id": "{{id}}", "name": "Product {{id}}", "updatedAt": "{{updatedAt}}"}""";

    private static string Page(string? next, params string[] records) => Page(next, null, records);

    private static string Page(string? next, int? total, params string[] records) =>
        $$"""{"data": [{{string.Join(", ", records)}}], "nextCursor": {{(next is null ? "null" : $"\"{next}\"")}}, "total": {{total?.ToString() ?? "null"}}}""";

    private Task<List<StorePage>> ReadAsync(Func<string?, string> answer, List<Uri>? asked = null) =>
        Connector(new ScriptedHandler((request, _) =>
        {
            asked?.Add(request.RequestUri!);
            return TestClients.Json(answer(HttpUtility.ParseQueryString(request.RequestUri!.Query)["cursor"]));
        })).ReadAllAsync(Connection, StoreResource.Catalogue, Window, 2);

    /// <summary>Waits between attempts are over at once: there is no network to spare.</summary>
    private HermesConnector Connector(ScriptedHandler handler)
    {
        var options = new StoreHttpOptions { RetryDelay = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(1), MaxRetries = 2, CircuitMinimumAttempts = 1_000 };
        return new HermesConnector(TestClients.Create(options, handler), _clock, NullLogger<HermesConnector>.Instance);
    }
}
