using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using static Icomm.Actors.StoreSimulator.Tests.Icommkt.IcommktClient;

namespace Icomm.Actors.StoreSimulator.Tests.Icommkt;

public sealed class IcommktAdminTests
{
    [Fact]
    public async Task Another_process_sees_contacts_requests_and_violations()
    {
        await using var client = await StartAsync();
        await client.SaveAsync(Contact("ana@x.example", ("Nombre", "Ana")), Contact("bo"));

        var contacts = await GetAsync(client, "contacts?profileKey=icommkt-profile-1");
        Assert.Equal("ana@x.example", contacts[0].GetProperty("email").GetString());
        Assert.Equal("Ana", contacts[0].GetProperty("fields").GetProperty("Nombre").GetString());
        Assert.Equal(contacts.GetRawText(), (await GetAsync(client, "contacts")).GetRawText());
        Assert.Equal(1, (await GetAsync(client, "requests")).GetArrayLength());
        Assert.Equal("Email", (await GetAsync(client, "violations"))[0].GetProperty("field").GetString());
        Assert.Equal(1, (await GetAsync(client, "stats")).GetProperty("requests").GetInt32());
        Assert.Equal(1, (await GetAsync(client, "")).GetProperty("violations").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await client.Http.GetAsync("/_simulator/icommkt/contacts?profileKey=other")).StatusCode);

        (await client.Http.PostAsync("/_simulator/icommkt/reset", null)).EnsureSuccessStatusCode();
        Assert.Empty(client.Icommkt.Violations);
        Assert.Single(client.Icommkt.Contacts());
    }

    [Fact]
    public async Task Another_process_has_contacts_refused()
    {
        await using var client = await StartAsync();

        using (var answer = await client.Http.PostAsJsonAsync("/_simulator/icommkt/rejections", new { emailContains = "ana", statusCode = 9, times = 1 }))
            answer.EnsureSuccessStatusCode();
        Assert.Equal([9], await client.SaveAsync(Contact("ana@x.example")));
        Assert.Equal([1], await client.SaveAsync(Contact("ana@x.example")));

        await client.Http.PostAsJsonAsync("/_simulator/icommkt/rejections", new { emailContains = "ana" });
        await client.Http.DeleteAsync("/_simulator/icommkt/rejections");
        Assert.Empty(client.Icommkt.Rejections);
        foreach (var wrong in new object[] { new { emailContains = "" }, new { emailContains = "a", statusCode = 1 }, new { emailContains = "a", times = 0 } })
            Assert.Equal(HttpStatusCode.BadRequest, (await client.Http.PostAsJsonAsync("/_simulator/icommkt/rejections", wrong)).StatusCode);
    }

    [Fact]
    public async Task Without_being_switched_on_it_is_not_there()
    {
        await using var shop = await SimulatedShop.StartAsync(new SimulatorOptions { Source = Support.ShopFixture.Source(orders: 5) });
        using var http = new HttpClient { BaseAddress = shop.BaseUrl };

        Assert.Null(shop.Icommkt);
        Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsync("/Contacts/SaveContact.Json/", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/_simulator/icommkt/contacts")).StatusCode);
    }

    [Fact]
    public void The_command_line_switches_it_on()
    {
        Assert.Null(CommandLine.Parse([]).Options.Icommkt);
        var options = CommandLine.Parse(["--icommkt", "--icommkt-key", "k", "--icommkt-profiles", "p,q", "--icommkt-fields", "Name", "--icommkt-status-text"]).Options.Icommkt!;
        Assert.Equal("k", options.ApiKey);
        Assert.Equal(["p", "q"], options.ProfileKeys);
        Assert.Equal(["Name"], options.TextFields);
        Assert.Equal(StoreSimulator.Icommkt.StatusForm.Text, options.StatusForm);
        Assert.Throws<FormatException>(() => CommandLine.Parse(["--icommkt-key", "k"]));
        Assert.Throws<FormatException>(() => CommandLine.Parse(["--icommkt", "--icommkt-profiles", ","]));
    }

    private static async Task<JsonElement> GetAsync(IcommktClient client, string path) =>
        await client.Http.GetFromJsonAsync<JsonElement>("/_simulator/icommkt/" + path);
}
