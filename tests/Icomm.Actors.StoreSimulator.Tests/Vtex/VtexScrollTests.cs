using System.Net;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Faults;

namespace Icomm.Actors.StoreSimulator.Tests.Vtex;

/// <summary>Master Data's two ways to read customers.</summary>
public sealed class VtexScrollTests : IAsyncLifetime
{
    private static readonly DateTime Now = new(2026, 3, 1, 13, 0, 0, DateTimeKind.Utc);
    private const string Path = "/api/dataentities/CL/scroll";

    private SimulatedShop _shop = null!;
    private VtexClient _client = null!;

    public async Task InitializeAsync()
    {
        _shop = await VtexOrdersTests.OpenAsync(Now);
        _client = new VtexClient(_shop);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task A_scroll_gives_everybody_once_and_then_nothing()
    {
        var (_, page, first) = await _client.SendAsync(Path + "?_size=7");
        var token = first.Headers.GetValues("X-VTEX-MD-TOKEN").Single();
        Assert.Equal("30", first.Headers.GetValues("REST-Content-Total").Single());
        var read = new List<string>();
        while (page.GetArrayLength() > 0)
        {
            read.AddRange(page.EnumerateArray().Select(customer => customer.GetProperty("userId").GetString()!));
            page = await _client.GetAsync($"{Path}?_token={token}");
        }

        Assert.Equal(_shop.Data.Customers.Select(customer => $"{customer.Id}"), read);
    }

    [Fact]
    public async Task A_forgotten_token_is_refused()
    {
        var (status, body, _) = await _client.SendAsync(Path + "?_token=X");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("Operation not found for this token: 'X'", body.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Ten_scrolls_may_be_open()
    {
        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.OK, (await _client.SendAsync(Path + "?_size=1")).Status);

        Assert.Equal(HttpStatusCode.BadRequest, (await _client.SendAsync(Path + "?_size=1")).Status);
    }

    [Fact]
    public async Task A_page_whose_answer_is_lost_does_not_come_again()
    {
        var (_, _, first) = await _client.SendAsync(Path + "?_size=10");
        var token = first.Headers.GetValues("X-VTEX-MD-TOKEN").Single();
        _shop.Faults.Enqueue(FaultKind.ConnectionResetMidBody, "/scroll");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _client.SendAsync($"{Path}?_token={token}"));

        var third = await _client.GetAsync($"{Path}?_token={token}");

        Assert.Equal("21", third[0].GetProperty("userId").GetString());
    }

    [Fact]
    public async Task Search_asks_for_a_range_and_filters_by_time()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.SendAsync("/api/dataentities/CL/search")).Status);
        var changed = _shop.Keeper.ChangeCustomers(2);

        var found = await _client.GetAsync(
            $"/api/dataentities/CL/search?_where=(createdIn between {Now:yyyy-MM-ddTHH:mm:ssZ} AND 2027-01-01) OR (updatedIn between {Now:yyyy-MM-ddTHH:mm:ssZ} AND 2027-01-01)", "resources=0-100");

        Assert.Equal(changed.Select(customer => $"{customer.Id}").Order(), found.EnumerateArray().Select(customer => customer.GetProperty("userId").GetString()!).Order());
        Assert.All(found.EnumerateArray(), customer => Assert.Equal(JsonValueKind.String, customer.GetProperty("updatedIn").ValueKind));
    }
}
