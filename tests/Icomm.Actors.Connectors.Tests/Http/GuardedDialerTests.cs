using System.Net;
using System.Net.Sockets;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Tests.Http;

public sealed class GuardedDialerTests
{
    [Fact]
    public async Task A_name_that_leads_inside_is_refused()
    {
        var dialer = new GuardedDialer(allowLoopback: false, (_, _) => Task.FromResult(new[] { IPAddress.Parse("10.1.2.3") }));

        await Assert.ThrowsAsync<AddressNotAllowedException>(() => dialer.ResolveAsync("shop.example", CancellationToken.None));
    }

    [Fact]
    public async Task One_bad_address_among_good_ones_is_enough()
    {
        var dialer = new GuardedDialer(allowLoopback: false, (_, _) => Task.FromResult(new[] { IPAddress.Parse("8.8.8.8"), IPAddress.Parse("fe80::1") }));

        await Assert.ThrowsAsync<AddressNotAllowedException>(() => dialer.ResolveAsync("shop.example", CancellationToken.None));
    }

    [Fact]
    public async Task A_name_server_that_changes_its_answer_gains_nothing()
    {
        // The first answer is harmless, every later one is not: what counts is what is connected to.
        var asked = 0;
        Task<IPAddress[]> Rebind(string host, CancellationToken cancellationToken) =>
            Task.FromResult(new[] { IPAddress.Parse(Interlocked.Increment(ref asked) == 1 ? "203.0.112.1" : "127.0.0.1") });
        var dialer = new GuardedDialer(allowLoopback: false, Rebind);

        Assert.Equal("203.0.112.1", (await dialer.ResolveAsync("shop.example", CancellationToken.None)).Single().ToString());
        Assert.Equal(1, asked);
        await Assert.ThrowsAsync<AddressNotAllowedException>(() => dialer.ResolveAsync("shop.example", CancellationToken.None));
    }

    [Fact]
    public async Task The_client_words_a_refused_address_for_the_merchant()
    {
        var options = new StoreHttpOptions { MaxRetries = 0 };
        using var network = StoreHttpClient.Network(options, new GuardedDialer(allowLoopback: false, (_, _) => Task.FromResult(new[] { IPAddress.Parse("169.254.169.254") })));
        using var client = TestClients.Create(options, network);

        var failure = await Assert.ThrowsAsync<StoreException>(() => TestClients.AskAsync(client, "https://shop.example/"));

        Assert.Equal("address_not_allowed", failure.Problem.Code);
        Assert.False(failure.IsTransient);
    }

    [Fact]
    public async Task An_unknown_name_is_worded_too()
    {
        var options = new StoreHttpOptions { MaxRetries = 0 };
        using var network = StoreHttpClient.Network(
            options, new GuardedDialer(allowLoopback: false, (_, _) => Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound))));
        using var client = TestClients.Create(options, network);

        var failure = await Assert.ThrowsAsync<StoreException>(() => TestClients.AskAsync(client, "https://shop.example/"));

        Assert.Equal("store_unreachable", failure.Problem.Code);
        Assert.Contains("could not be found", failure.Problem.Message.En);
    }
}
