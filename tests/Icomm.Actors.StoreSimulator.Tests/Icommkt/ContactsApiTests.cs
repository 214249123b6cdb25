using System.Net;
using System.Text;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Icommkt;
using static Icomm.Actors.StoreSimulator.Tests.Icommkt.IcommktClient;

namespace Icomm.Actors.StoreSimulator.Tests.Icommkt;

/// <summary>The API as public clients know it (facts §1.6).</summary>
public sealed class ContactsApiTests
{
    private const string Profile = "icommkt-profile-1";

    [Fact]
    public async Task A_contact_is_saved_listed_and_removed()
    {
        await using var client = await StartAsync();

        var (_, saved) = await client.PostAsync("SaveContact", new { ProfileKey = Profile, Contact = Contact("ana@x.example", ("Nombre", "Ana")) });
        Assert.Equal(
            """{"SaveContactJsonResult":{"Message":"","MessageDetail":"","Data":{"Email":"ana@x.example","Status":"A"},"StatusCode":1}}""", saved.GetRawText());
        var (_, listed) = await client.PostAsync("ListFull", new { ProfileKey = Profile, Filters = new { Email = "ANA@x.example" } });
        Assert.Equal(
            """{"ListContactsFullJsonResult":[{"Email":"ana@x.example","Status":"A","CustomFields":[{"Key":"Nombre","Value":"Ana"}]}]}""", listed.GetRawText());
        Assert.Equal(2, await RemoveAsync(client));
        Assert.Equal(101, await RemoveAsync(client));
        (_, listed) = await client.PostAsync("ListFull", new { ProfileKey = Profile, Filters = new { } });
        Assert.Equal("""{"ListContactsFullJsonResult":[]}""", listed.GetRawText());
        Assert.Empty(client.Icommkt.Violations);
    }

    [Fact]
    public async Task Identity_is_the_e_mail_and_what_is_not_sent_stays()
    {
        await using var client = await StartAsync();

        await client.SaveAsync(Contact("ana@x.example", ("Nombre", "Ana"), ("ICOMMKT_Purchases_30_Days", "2"), ("ICOMMKT_Products_30_Days", "a|b")));
        await client.SaveAsync(Contact("Ana@X.example", ("ICOMMKT_Purchases_30_Days", "3"), ("ICOMMKT_Products_30_Days", "")));

        var contact = Assert.Single(client.Icommkt.Contacts());
        Assert.Equal(("ana@x.example", 2), (contact.Email, contact.Saves));
        Assert.Equal([("ICOMMKT_Products_30_Days", ""), ("ICOMMKT_Purchases_30_Days", "3"), ("Nombre", "Ana")], contact.Fields.Select(field => (field.Key, field.Value)));
    }

    [Fact]
    public async Task Responses_come_in_request_order_and_a_refusal_stops_nobody()
    {
        await using var client = await StartAsync();
        client.Icommkt.Reject(new RejectionRule("bo@") { StatusCode = 7, Times = 1 });

        Assert.Equal([1, 7, 1], await client.SaveAsync(Contact("ana@x.example"), Contact("Bo@x.example"), Contact("cy@x.example")));
        Assert.Equal(["ana@x.example", "cy@x.example"], client.Icommkt.Contacts().Select(contact => contact.Email));
        Assert.Equal([1], await client.SaveAsync(Contact("Bo@x.example")));
        Assert.Empty(client.Icommkt.Rejections);
    }

    [Theory]
    [InlineData(StatusForm.Number, JsonValueKind.Number)]
    [InlineData(StatusForm.Text, JsonValueKind.String)]
    public async Task A_status_is_a_number_or_text(StatusForm form, JsonValueKind kind)
    {
        await using var client = await StartAsync(new IcommktOptions { StatusForm = form });

        var (_, body) = await client.PostAsync("SaveMultiContact", new { ProfileKey = Profile, ContactList = new[] { Contact("ana@x.example") } });

        var result = body.GetProperty("SaveMultiContactJsonResult");
        Assert.Equal(kind, result.GetProperty("StatusCode").ValueKind);
        Assert.Equal(kind, result.GetProperty("Responses")[0].GetProperty("StatusCode").ValueKind);
    }

    [Theory]
    [InlineData("icommkt-simulator-key-1", HttpStatusCode.OK)]
    [InlineData("icommkt-simulator-key-1:0", HttpStatusCode.OK)]
    [InlineData("basic:icommkt-simulator-key-1:", HttpStatusCode.OK)]
    [InlineData("ICOMMKT-simulator-key-1", HttpStatusCode.Unauthorized)]
    [InlineData("basic:wrong:", HttpStatusCode.Unauthorized)]
    [InlineData("Basic ???", HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    public async Task The_key_comes_in_the_forms_that_clients_use(string header, HttpStatusCode status)
    {
        await using var client = await StartAsync();
        if (header.StartsWith("basic:", StringComparison.Ordinal))
            header = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(header["basic:".Length..]));
        client.Http.DefaultRequestHeaders.Remove("Authorization");
        client.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);

        Assert.Equal(status, (await client.PostAsync("SaveMultiContact", new { ProfileKey = Profile, ContactList = new[] { Contact("ana@x.example") } })).Status);
        Assert.Equal(status == HttpStatusCode.OK ? 1 : 0, client.Icommkt.Contacts().Count);
    }

    [Theory]
    [InlineData("SaveContact", "SaveContactJsonResult")]
    [InlineData("SaveMultiContact", "SaveMultiContactJsonResult")]
    [InlineData("ListFull", "ListContactsFullJsonResult")]
    [InlineData("RemoveContact", "RemoveContactJsonResult")]
    public async Task A_profile_that_is_not_known_is_refused(string method, string result)
    {
        await using var client = await StartAsync();

        var (status, body) = await client.PostAsync(method, new { ProfileKey = "other" });

        Assert.Equal((HttpStatusCode.OK, 103, "Profile not found"), (status, body.GetProperty(result).GetProperty("StatusCode").GetInt32(), body.GetProperty(result).GetProperty("Message").GetString()));
    }

    [Fact]
    public async Task Profiles_are_apart()
    {
        await using var client = await StartAsync(new IcommktOptions { ProfileKeys = ["one", "two"] });

        await client.SaveAsync(Contact("ana@x.example"));

        Assert.Single(client.Icommkt.Contacts("one"));
        Assert.Empty(client.Icommkt.Contacts("two"));
        Assert.Throws<KeyNotFoundException>(() => client.Icommkt.Contacts("three"));
    }

    private static async Task<int> RemoveAsync(IcommktClient client)
    {
        var (_, body) = await client.PostAsync("RemoveContact", new { ProfileKey = Profile, Contact = new { Email = "ana@x.example" } });
        return body.GetProperty("RemoveContactJsonResult").GetProperty("StatusCode").GetInt32();
    }
}
