using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Icomm.Actors.Silo.Tests;

/// <summary>Every exception becomes the right problem answer, and none shows inner workings.</summary>
[Collection(SiloCollection.Name)]
public sealed class ProblemTests(RunningSilo silo)
{
    [Theory]
    [InlineData("transient", HttpStatusCode.ServiceUnavailable, "store_error")]
    [InlineData("permanent", HttpStatusCode.UnprocessableEntity, "permission_missing")]
    [InlineData("time-out", HttpStatusCode.ServiceUnavailable, "temporarily_unavailable")]
    [InlineData("anything else", HttpStatusCode.InternalServerError, "internal_error")]
    public async Task AnExceptionIsMappedToStatusAndCode(string script, HttpStatusCode status, string code)
    {
        var problem = await silo.Http.SendAsync($"/api/v1/store-types/{ScriptedConnector.Type}/verifications", new { settings = new { script } }, status);
        problem.AssertProblem(status, code);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.DoesNotContain(ScriptedConnector.Inner, problem.GetRawText(), StringComparison.Ordinal);
        Assert.False(problem.TryGetProperty("exception", out _));
    }

    [Fact]
    public async Task ARefusalOfTheStoreIsAnAnswerToAVerificationAndAProblemOfACreation()
    {
        var settings = new { script = "refused" };
        var verified = await silo.Http.SendAsync($"/api/v1/store-types/{ScriptedConnector.Type}/verifications", new { settings }, HttpStatusCode.OK);
        Assert.False(verified.GetProperty("isSuccess").GetBoolean());
        Assert.Equal("credentials_rejected", verified.GetProperty("problem").GetProperty("code").GetString());

        var databaseId = await silo.Http.CreateDatabaseAsync();
        var problem = await silo.Http.SendAsync("/api/v1/integrations", new { name = "x", storeType = "scripted", databaseId, settings }, HttpStatusCode.UnprocessableEntity);
        problem.AssertProblem(HttpStatusCode.UnprocessableEntity, "credentials_rejected");
        Assert.Equal("Try another.", problem.GetProperty("remedy").GetString());
    }

    [Fact]
    public async Task AValidationNamesTheFields()
    {
        var problem = await silo.Http.SendAsync("/api/v1/databases", new { name = "", timeZone = "Etc/UTC", currency = "pesos" }, HttpStatusCode.BadRequest);
        problem.AssertProblem(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Equal(2, problem.GetProperty("errors").EnumerateObject().Count());
    }

    [Theory]
    [InlineData("foo")]
    [InlineData("utf-7")]
    [InlineData("\"\"")]
    public async Task ABodyInACharsetThatNobodyKnowsIsRefused(string charset)
    {
        using var body = new StringContent("{}") { Headers = { ContentType = MediaTypeHeaderValue.Parse($"application/json; charset={charset}") } };
        using var answer = await silo.Http.PostAsync("/api/v1/databases", body);
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.AssertProblem(HttpStatusCode.UnsupportedMediaType, "content_type_unsupported");
    }

    [Fact]
    public async Task ARouteThatIsNotThereAndAMethodThatIsNotAreProblemsToo()
    {
        (await silo.Http.ReadAsync("/api/v1/nonsense", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "route_not_found");
        (await silo.Http.SendAsync("/api/v1/databases/x", null, HttpStatusCode.MethodNotAllowed)).AssertProblem(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
    }

    [Theory]
    [InlineData("text/csv")]
    [InlineData("image/*;q=0.5, nonsense")]
    public async Task ARefusalIsAProblemToThoseWhoAcceptNoJsonToo(string accepted)
    {
        foreach (var (path, body, status, code) in new[]
        {
            ("/api/v1/databases/x", "{}", HttpStatusCode.MethodNotAllowed, "method_not_allowed"),
            ("/api/v1/databases", "{", HttpStatusCode.BadRequest, "json_invalid"),
            ("/api/v1/databases", "{}", HttpStatusCode.BadRequest, "json_invalid"),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation("Accept", accepted);
            using var answer = await silo.Http.SendAsync(request);
            JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.AssertProblem(status, code);
        }
    }
}
