using System.Net;
using System.Text;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.Testing.Outside.Api;

namespace Icomm.Actors.EndToEnd;

/// <summary>Requests that make no sense are refused with a status, a stable code and a reason; never with a 500.</summary>
public sealed class BadRequestTests(FaultSilo host) : IClassFixture<FaultSilo>
{
    private const string Databases = "/api/v1/databases";
    private const string Integrations = "/api/v1/integrations";
    private const string Verifications = "/api/v1/store-types/magento/verifications";

    private ApiClient Api => host.Silo.Api;

    [Theory]
    [InlineData(Databases, "", "request_malformed")]
    [InlineData(Databases, "{", "json_invalid")]
    [InlineData(Databases, "nonsense", "json_invalid")]
    [InlineData(Databases, "null", "request_malformed")]
    [InlineData(Databases, "[]", "json_invalid")]
    [InlineData(Databases, "\"text\"", "json_invalid")]
    [InlineData(Databases, "{}", "json_invalid")]
    [InlineData(Databases, """{"name":"x","timeZone":"Etc/UTC"}""", "json_invalid")]
    [InlineData(Databases, """{"name":7,"timeZone":"Etc/UTC","currency":"USD"}""", "json_invalid")]
    [InlineData(Databases, """{"name":"x","timeZone":"Etc/UTC","currency":"USD","color":"red"}""", "json_invalid")]
    [InlineData(Databases, """{"name":"x","timeZone":"Etc/UTC","currency":"USD","rates":{"EUR":"1.1"}}""", "json_invalid")]
    [InlineData(Databases, """{"name":"x","timeZone":"Etc/UTC","currency":"USD","rates":{"EUR":1e400}}""", "json_invalid")]
    [InlineData(Databases, """{"name":"x","timeZone":"Etc/UTC","currency":"USD","olderWindow":1}""", "json_invalid")]
    [InlineData(Databases, """{"name":"","timeZone":"Etc/UTC","currency":"USD"}""", "validation_failed")]
    [InlineData(Databases, """{"name":null,"timeZone":"Etc/UTC","currency":"USD"}""", "json_invalid")]
    [InlineData(Databases, """{"name":"   ","timeZone":"Etc/UTC","currency":"USD"}""", "validation_failed")]
    [InlineData(Databases, """{"name":"x","timeZone":"Etc/UTC","currency":"usd"}""", "validation_failed")]
    [InlineData(Databases, """{"name":"x","timeZone":"Mars/Olympus","currency":"USD"}""", "unknown_time_zone")]
    [InlineData(Databases, """{"name":"x","timeZone":"Etc/UTC","currency":"USD","rates":{"EUR":0}}""", "rate_invalid")]
    [InlineData(Databases, """{"name":"x","timeZone":"Etc/UTC","currency":"USD","rates":{"euro":1}}""", "rate_invalid")]
    [InlineData(Databases, """{"name":"x","timeZone":"Etc/UTC","currency":"USD","rates":null}""", "json_invalid")]
    [InlineData(Integrations, """{"name":"x","storeType":"magento","databaseId":"d"}""", "json_invalid")]
    [InlineData(Integrations, """{"name":"x","storeType":"magento","databaseId":"d","settings":null}""", "json_invalid")]
    [InlineData(Integrations, """{"name":"x","storeType":"magento","databaseId":"d","settings":{"siteUrl":7}}""", "json_invalid")]
    [InlineData(Integrations, """{"name":"x","storeType":"magento","databaseId":"d","settings":{"siteUrl":null}}""", "setting_missing")]
    [InlineData(Integrations, """{"name":"x","storeType":"magento","databaseId":"d","settings":{"username":null,"siteUrl":"https://shop.example"}}""", "database_not_found")]
    [InlineData(Integrations, """{"name":"x","storeType":"corner","databaseId":"d","settings":{}}""", "store_type_unknown")]
    [InlineData(Integrations, """{"name":"x","storeType":"magento","databaseId":"d","settings":{}}""", "setting_missing")]
    [InlineData(Integrations, """{"name":"x","storeType":"magento","databaseId":"d","settings":{"colour":"red"}}""", "setting_unknown")]
    [InlineData(Integrations, """{"name":"x","storeType":"magento","databaseId":"d","settings":{},"intervalMinutes":0}""", "validation_failed")]
    [InlineData(Integrations, """{"name":"x","storeType":"magento","databaseId":"d","settings":{},"intervalMinutes":1e9}""", "json_invalid")]
    [InlineData(Integrations, """{"name":"x","storeType":"magento","databaseId":"d","settings":{},"startsAt":"yesterday"}""", "json_invalid")]
    [InlineData(Integrations, """{"name":"x","storeType":"magento","databaseId":"d","settings":{"siteUrl":"https://shop.example"},"window":{"timeZone":"Mars/Olympus","from":"01:00","until":"02:00"}}""", "unknown_time_zone")]
    [InlineData(Integrations, """{"name":"x","storeType":"magento","databaseId":"d","settings":{"siteUrl":"https://shop.example"},"window":{"timeZone":null,"from":"01:00","until":"02:00"}}""", "json_invalid")]
    [InlineData(Integrations, """{"name":"x","storeType":"magento","databaseId":"d","settings":{},"window":{"timeZone":"Etc/UTC","from":"25:00","until":"02:00"}}""", "json_invalid")]
    [InlineData(Verifications, "{}", "json_invalid")]
    [InlineData(Verifications, """{"settings":[]}""", "json_invalid")]
    [InlineData(Verifications, """{"settings":null}""", "json_invalid")]
    public async Task ABodyThatMakesNoSenseIsRefused(string path, string body, string code)
    {
        var answer = await Api.PostTextAsync(path, body);
        Assert.True(answer.Code == code && (int)answer.Status is >= 400 and < 500, $"{path} {body} should be refused with {code}; the answer is {(int)answer.Status}: {answer.Text}");
    }

    [Theory]
    [InlineData("""{"siteUrl":"http://shop.example","username":"u","password":"p"}""", "url_not_https")]
    [InlineData("""{"siteUrl":"https://10.0.0.1","username":"u","password":"p"}""", "address_not_allowed")]
    [InlineData("""{"siteUrl":"https://169.254.169.254/latest/meta-data","username":"u","password":"p"}""", "address_not_allowed")]
    [InlineData("""{"siteUrl":"https://user:pw@shop.example","username":"u","password":"p"}""", "url_invalid")]
    [InlineData("""{"siteUrl":"::::","username":"u","password":"p"}""", "url_invalid")]
    [InlineData("""{"siteUrl":null,"username":"u","password":"p"}""", "setting_missing")]
    [InlineData("""{"siteUrl":"https://shop.example","username":"u"}""", "setting_missing")]
    [InlineData("""{"siteUrl":"https://shop.example","username":"u","password":"p","pageSize":"many"}""", "setting_invalid")]
    [InlineData("""{"siteUrl":"https://shop.example","accessToken":"has spaces in it"}""", "setting_invalid")]
    public async Task SettingsThatCannotWorkAreExplainedByAVerification(string settings, string code)
    {
        var answer = (await Api.PostTextAsync(Verifications, $$"""{"settings":{{settings}}}""")).Expect(HttpStatusCode.OK);
        Assert.False(answer.GetProperty("isSuccess").GetBoolean());
        Assert.Equal(code, answer.GetProperty("problem").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("limit=0", "validation_failed")]
    [InlineData("limit=1001", "validation_failed")]
    [InlineData("limit=-5", "validation_failed")]
    [InlineData("limit=many", "request_malformed")]
    [InlineData("limit=99999999999", "request_malformed")]
    [InlineData("cursor=nonsense", "cursor_invalid")]
    [InlineData("cursor=%00", "cursor_invalid")]
    [InlineData("cursor=", "cursor_invalid")]
    [InlineData("asOf=yesterday", "request_malformed")]
    [InlineData("asOf=2011-13-45", "request_malformed")]
    [InlineData("asOf=10000-01-01", "request_malformed")]
    [InlineData("email=nobody", "email_invalid")]
    [InlineData("email=%20", "email_invalid")]
    public async Task AListThatIsAskedForWronglyIsRefused(string query, string code)
    {
        var database = await Integration.CreateDatabaseAsync(Api);
        (await Api.GetAsync($"{Databases}/{database}/profiles?{query}")).ExpectProblem(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public async Task TheEndsOfTheCalendarAreDaysLikeOthers(string day)
    {
        var database = await Integration.CreateDatabaseAsync(Api);
        (await Api.GetAsync($"{Databases}/{database}/profiles?asOf={day}")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/api/v1/nonsense", "route_not_found")]
    [InlineData("/nonsense", "route_not_found")]
    [InlineData("/api/v1/integrations/nonsense", "integration_not_found")]
    [InlineData("/api/v1/integrations/00000000000000000000000000000000", "integration_not_found")]
    [InlineData("/api/v1/integrations/00000000000000000000000000000000/runs", "integration_not_found")]
    [InlineData("/api/v1/integrations/00000000000000000000000000000000/runs/x", "integration_not_found")]
    [InlineData("/api/v1/integrations/00000000000000000000000000000000/rejected-records", "integration_not_found")]
    [InlineData("/api/v1/databases/nonsense", "database_not_found")]
    [InlineData("/api/v1/databases/nonsense/profiles", "database_not_found")]
    [InlineData("/api/v1/databases/nonsense/profiles/x/indicators/y", "database_not_found")]
    public async Task WhatIsNotThereIsNotFound(string path, string code) => (await Api.GetAsync(path)).ExpectProblem(HttpStatusCode.NotFound, code);

    [Fact]
    public async Task ThingsOfARealDatabaseAndIntegrationThatAreNotThereAreNotFound()
    {
        await using var shop = await FaultSilo.StartShopAsync(950);
        var integration = await host.ConnectAsync(shop);
        var profiles = $"{Databases}/{integration.DatabaseId}/profiles";
        (await Api.GetAsync($"{profiles}/nonsense")).ExpectProblem(HttpStatusCode.NotFound, "profile_not_found");
        (await Api.GetAsync($"{profiles}/aaaaaaaaaaaaaaaaaaaaaaaaaa")).ExpectProblem(HttpStatusCode.NotFound, "profile_not_found");
        var one = (await integration.ProfilesAsync(new DateOnly(2026, 1, 1)))[0];
        (await Api.GetAsync($"{profiles}/{one.Id}/indicators/ICOMMKT_Luck_30_Days")).ExpectProblem(HttpStatusCode.NotFound, "indicator_not_found");
        (await Api.GetAsync($"{Integrations}/{integration.Id}/runs/nonsense")).ExpectProblem(HttpStatusCode.NotFound, "run_not_found");
        (await Api.GetAsync($"{Integrations}/{integration.Id}/rejected-records?cursor=x")).ExpectProblem(HttpStatusCode.BadRequest, "cursor_invalid");
        (await Api.PostAsync($"{Integrations}/{integration.Id}/runs/current/stop")).ExpectProblem(HttpStatusCode.Conflict, "no_run");
        (await Api.PostAsync("/api/v1/store-types/corner/verifications", new { settings = new { } })).ExpectProblem(HttpStatusCode.NotFound, "store_type_not_found");
        var nobody = (await Api.GetAsync($"{profiles}?email=nobody%40example.com")).Expect(HttpStatusCode.OK);
        Assert.Equal(0, nobody.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task ANameIsTakenOnce()
    {
        var body = new { name = $"Twice {Guid.NewGuid():N}", timeZone = "Etc/UTC", currency = "USD" };
        (await Api.PostAsync(Databases, body)).Expect(HttpStatusCode.Created);
        (await Api.PostAsync(Databases, body)).ExpectProblem(HttpStatusCode.Conflict, "database_exists");
    }

    [Fact]
    public async Task AnotherMethodOrContentTypeIsRefused()
    {
        (await Api.SendAsync(new HttpRequestMessage(HttpMethod.Delete, Databases))).ExpectProblem(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        (await Api.PostTextAsync(Databases, "<xml/>", "application/xml")).ExpectProblem(HttpStatusCode.UnsupportedMediaType, "content_type_unsupported");
        (await Api.PostTextAsync(Databases, "{}", "text/plain")).ExpectProblem(HttpStatusCode.UnsupportedMediaType, "content_type_unsupported");
    }

    [Fact]
    public async Task AHugeBodyIsRefused()
    {
        // Waits to be asked for the body, as careful clients do; others find the connection closed while they still send.
        var request = new HttpRequestMessage(HttpMethod.Post, Databases) { Content = new StringContent($$"""{"name":"{{new string('x', 40_000_000)}}"}""", Encoding.UTF8, "application/json") };
        request.Headers.ExpectContinue = true;
        var answer = await Api.SendAsync(request);
        answer.ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Fact]
    public async Task ABodyNestedWithoutEndIsRefused()
    {
        var answer = await Api.PostTextAsync(Verifications, new StringBuilder().Insert(0, "{\"settings\":", 10_000).ToString());
        answer.ExpectProblem(HttpStatusCode.BadRequest, "json_invalid");
    }
}
