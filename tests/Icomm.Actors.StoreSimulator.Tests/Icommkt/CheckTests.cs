using System.Net;
using Icomm.Actors.StoreSimulator.Icommkt;
using static Icomm.Actors.StoreSimulator.Tests.Icommkt.IcommktClient;

namespace Icomm.Actors.StoreSimulator.Tests.Icommkt;

/// <summary>What the fake finds wrong, so that a client which passes here is well made.</summary>
public sealed class CheckTests
{
    [Theory]
    [InlineData("ICOMMKT_First_Purchase_Date", "29/02/2024")]
    [InlineData("ICOMMKT_Purchases_360_Plus_Days", "0")]
    [InlineData("ICOMMKT_Days_Since_Last_Purchase", "12")]
    [InlineData("ICOMMKT_Amount_30_Days", "1234.5")]
    [InlineData("ICOMMKT_Avg_Amount_60_Days", "-0.0001")]
    [InlineData("ICOMMKT_Items_90_Days", "10")]
    [InlineData("ICOMMKT_RFM_180_Days", "155")]
    [InlineData("ICOMMKT_RFM_Group", "LOYAL")]
    [InlineData("ICOMMKT_RFM_Segment", "Can't Lose Them")]
    [InlineData("ICOMMKT_Coupons_360_Days", "A|B C|Ñ")]
    [InlineData("ICOMMKT_Last_Purchase_Brands", "")]
    [InlineData("Nombre", "Ana | \"la\" única")]
    public async Task Good_values_are_good(string field, string value)
    {
        await using var client = await StartAsync();

        Assert.Equal([1], await client.SaveAsync(Contact("ana@x.example", (field, value))));
        Assert.Empty(client.Icommkt.Violations);
    }

    [Theory]
    [InlineData("ICOMMKT_First_Purchase_Date", "2024-02-29")]
    [InlineData("ICOMMKT_First_Purchase_Date", "02/29/2024")]
    [InlineData("ICOMMKT_First_Purchase_Date", "30/02/2024")]
    [InlineData("ICOMMKT_First_Purchase_Date", "1/2/2024")]
    [InlineData("ICOMMKT_Purchases_30_Days", "1.0")]
    [InlineData("ICOMMKT_Purchases_30_Days", "-1")]
    [InlineData("ICOMMKT_Purchases_30_Days", "01")]
    [InlineData("ICOMMKT_Amount_30_Days", "1,5")]
    [InlineData("ICOMMKT_Amount_30_Days", "1,000.5")]
    [InlineData("ICOMMKT_Amount_30_Days", "1.50")]
    [InlineData("ICOMMKT_Amount_30_Days", "1.00001")]
    [InlineData("ICOMMKT_Amount_30_Days", "1E3")]
    [InlineData("ICOMMKT_RFM_30_Days", "560")]
    [InlineData("ICOMMKT_RFM_30_Days", "55")]
    [InlineData("ICOMMKT_RFM_Group", "Loyal")]
    [InlineData("ICOMMKT_Products_30_Days", "a||b")]
    [InlineData("ICOMMKT_Products_30_Days", "a\nb")]
    [InlineData("ICOMMKT_Products_45_Days", "a")]
    [InlineData("icommkt_RFM_Group", "LOYAL")]
    [InlineData("ICOMMKT_Average_Amount_30_Days", "1")]
    [InlineData("Unknown", "")]
    public async Task A_bad_field_is_named_and_the_contact_refused(string field, string value)
    {
        await using var client = await StartAsync();

        Assert.Equal([1, 102], await client.SaveAsync(Contact("bo@x.example"), Contact("ana@x.example", (field, value))));

        var violation = Assert.Single(client.Icommkt.Violations);
        Assert.Equal(("SaveMultiContact", 1, field), (violation.Method, violation.Position, violation.Field));
        Assert.Equal("bo@x.example", Assert.Single(client.Icommkt.Contacts()).Email);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ana")]
    [InlineData("ana@x")]
    [InlineData("ana@@x.example")]
    [InlineData(" ana@x.example")]
    [InlineData("ana@x..example")]
    [InlineData("ana,bo@x.example")]
    public async Task An_e_mail_has_to_be_one(string email)
    {
        await using var client = await StartAsync();

        Assert.Equal([102], await client.SaveAsync(Contact(email)));
        Assert.Equal("Email", Assert.Single(client.Icommkt.Violations).Field);
    }

    [Fact]
    public async Task Nobody_comes_twice_in_a_batch_and_no_field_twice_in_a_contact()
    {
        await using var client = await StartAsync();

        Assert.Equal([1, 102], await client.SaveAsync(Contact("ana@x.example"), Contact("ANA@x.example")));
        Assert.Equal([102], await client.SaveAsync(Contact("bo@x.example", ("Nombre", "a"), ("Nombre", "b"))));
        Assert.Equal(["comes twice in the batch", "comes twice"], client.Icommkt.Violations.Select(violation => violation.Problem));
    }

    [Fact]
    public async Task What_is_required_has_to_be_there_even_if_empty()
    {
        await using var client = await StartAsync(new IcommktOptions { RequiredFields = ["ICOMMKT_RFM_Group"] });

        Assert.Equal([102, 1], await client.SaveAsync(Contact("ana@x.example"), Contact("bo@x.example", ("ICOMMKT_RFM_Group", ""))));
    }

    [Theory]
    [InlineData("""{"Email":"ana@x.example","CustomFields":[{"Key":"Nombre","Value":1}]}""")]
    [InlineData("""{"Email":"ana@x.example","CustomFields":[{"Key":"Nombre","Value":null}]}""")]
    [InlineData("""{"Email":"ana@x.example","CustomFields":[{"Key":"Nombre"}]}""")]
    [InlineData("""{"Email":"ana@x.example","CustomFields":[{"key":"Nombre","value":"Ana"}]}""")]
    [InlineData("""{"Email":"ana@x.example","CustomFields":{"Nombre":"Ana"}}""")]
    [InlineData("""{"Email":"ana@x.example","Nombre":"Ana"}""")]
    [InlineData("""{"email":"ana@x.example"}""")]
    [InlineData("null")]
    [InlineData("\"ana@x.example\"")]
    public async Task A_contact_has_its_shape(string contact)
    {
        await using var client = await StartAsync();

        var (status, _) = await client.PostAsync("SaveMultiContact", $$"""{"ProfileKey":"icommkt-profile-1","ContactList":[{{contact}}]}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotEmpty(client.Icommkt.Violations);
        Assert.Empty(client.Icommkt.Contacts());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"ProfileKey":1}""")]
    public async Task A_request_has_its_shape(string body)
    {
        await using var client = await StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("SaveMultiContact", body)).Status);
        Assert.Single(client.Icommkt.Violations);
    }

    [Fact]
    public async Task A_batch_has_its_limits()
    {
        await using var client = await StartAsync(new IcommktOptions { MaxBatch = 2 });

        Assert.Equal([1, 1], await client.SaveAsync(Contact("a@x.example"), Contact("b@x.example")));
        Assert.Empty(await client.SaveAsync(Contact("c@x.example"), Contact("d@x.example"), Contact("e@x.example")));
        Assert.Empty(await client.SaveAsync());

        Assert.Equal(2, client.Icommkt.Contacts().Count);
        Assert.Equal(2, client.Icommkt.Violations.Count);
    }
}
