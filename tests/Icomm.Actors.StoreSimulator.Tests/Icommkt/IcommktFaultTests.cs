using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Faults;
using static Icomm.Actors.StoreSimulator.Tests.Icommkt.IcommktClient;

namespace Icomm.Actors.StoreSimulator.Tests.Icommkt;

public sealed class IcommktFaultTests
{
    [Theory]
    [InlineData(FaultKind.TooManyRequests, HttpStatusCode.TooManyRequests)]
    [InlineData(FaultKind.ServerError, HttpStatusCode.InternalServerError)]
    [InlineData(FaultKind.TokenExpired, HttpStatusCode.Unauthorized)]
    [InlineData(FaultKind.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData(FaultKind.NotFound, HttpStatusCode.NotFound)]
    public async Task The_API_fails_in_its_own_words_and_nothing_is_saved(FaultKind kind, HttpStatusCode expected)
    {
        await using var client = await StartAsync();
        client.Shop.Faults.Enqueue(kind, "/Contacts/");

        var (status, body) = await client.PostAsync("SaveMultiContact", new { ProfileKey = "icommkt-profile-1", ContactList = new[] { Contact("ana@x.example") } });

        Assert.Equal(expected, status);
        Assert.Equal(["Message"], body.EnumerateObject().Select(property => property.Name));
        Assert.Empty(client.Icommkt.Contacts());
        Assert.Equal([1], await client.SaveAsync(Contact("ana@x.example")));
    }

    [Theory]
    [InlineData(FaultKind.ConnectionReset, 0)]
    [InlineData(FaultKind.ConnectionResetAfterwards, 1)]
    [InlineData(FaultKind.ConnectionResetMidBody, 1)]
    public async Task A_connection_is_cut_before_or_after_saving(FaultKind kind, int saved)
    {
        await using var client = await StartAsync();
        client.Shop.Faults.Enqueue(kind, "/Contacts/");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.SaveAsync(Contact("ana@x.example")));

        Assert.Equal(saved, client.Icommkt.Contacts().Count);
    }

    [Theory]
    [InlineData(FaultKind.Hang, 0)]
    [InlineData(FaultKind.HangAfterwards, 1)]
    public async Task An_answer_never_comes_before_or_after_saving(FaultKind kind, int saved)
    {
        await using var client = await StartAsync();
        client.Shop.Faults.Enqueue(kind, "/Contacts/");
        using var leaving = new CancellationTokenSource();

        var waiting = client.Http.PostAsJsonAsync(
            "/Contacts/SaveMultiContact.Json", new { ProfileKey = "icommkt-profile-1", ContactList = new[] { Contact("ana@x.example") } }, JsonSerializerOptions.Default, leaving.Token);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (client.Shop.Faults.Fired == 0 || client.Icommkt.Contacts().Count < saved)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(saved, client.Icommkt.Contacts().Count);
    }

    [Theory]
    [InlineData(FaultKind.ResponseMissing, 1)]
    [InlineData(FaultKind.ResponseExtra, 3)]
    public async Task The_answer_tells_of_another_number_of_contacts(FaultKind kind, int told)
    {
        await using var client = await StartAsync();
        client.Shop.Faults.Enqueue(kind, "/Contacts/");

        Assert.Equal(told, (await client.SaveAsync(Contact("ana@x.example"), Contact("bo@x.example"))).Count);
        Assert.Equal(2, client.Icommkt.Contacts().Count);
    }

    [Fact]
    public async Task The_shop_beside_it_is_counted_apart_and_fails_in_its_own_words()
    {
        await using var client = await StartAsync();
        client.Shop.Faults.Enqueue(FaultKind.ServerError, "/rest/");

        await client.SaveAsync(Contact("ana@x.example"));
        Assert.Contains("Magento", await (await client.Http.GetAsync("/rest/V1/orders")).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal((1, 1), (client.Shop.Statistics.Requests, client.Icommkt.Statistics.Requests));
        Assert.Equal("/Contacts/SaveMultiContact.Json/", Assert.Single(client.Icommkt.Requests).Path);
    }
}
