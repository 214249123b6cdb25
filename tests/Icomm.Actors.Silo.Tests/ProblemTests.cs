using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Silo.Tests;

/// <summary>Every exception becomes the right problem answer, and none shows inner workings.</summary>
[Collection(SiloCollection.Name)]
public sealed class ProblemTests(RunningSilo silo)
{
    [Theory]
    [InlineData("transient", HttpStatusCode.ServiceUnavailable, "store_error")]
    [InlineData("permanent", HttpStatusCode.UnprocessableEntity, "permission_missing")]
    [InlineData("time-out", HttpStatusCode.ServiceUnavailable, "temporarily_unavailable")]
    [InlineData("given up", HttpStatusCode.ServiceUnavailable, "temporarily_unavailable")]
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
    public async Task AVerificationRefusesASettingThatSavingWouldRefuse()
    {
        var problem = await silo.Http.SendAsync("/api/v1/store-types/scripted/verifications", new { settings = new { script = "well", scrpt = "well" } }, HttpStatusCode.BadRequest);
        problem.AssertProblem(HttpStatusCode.BadRequest, "setting_unknown");
        Assert.Contains("'scrpt'", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AValidationNamesTheFields()
    {
        var problem = await silo.Http.SendAsync("/api/v1/databases", new { name = "", timeZone = "Etc/UTC", currency = "pesos" }, HttpStatusCode.BadRequest);
        problem.AssertProblem(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Equal(["currency", "name"], Wrong(problem));
    }

    [Fact]
    public async Task AValidationNamesFieldsAndParametersAsTheyAreSent()
    {
        var nested = await silo.Http.SendAsync(
            "/api/v1/databases", new { name = "x", timeZone = "Etc/UTC", currency = "UYU", retention = new { logDays = 0, inactiveMonths = 0 } }, HttpStatusCode.BadRequest);
        Assert.Equal(["retention.inactiveMonths", "retention.logDays"], Wrong(nested));
        Assert.Equal(["limit"], Wrong(await silo.Http.ReadAsync("/api/v1/databases/x/profiles?limit=0", HttpStatusCode.BadRequest)));
        Assert.Equal(["limit"], Wrong(await silo.Http.ReadAsync("/api/v1/integrations?limit=0", HttpStatusCode.BadRequest)));
    }

    [Theory]
    [InlineData("{}", "The body lacks what is required: name, timeZone, currency.", "name timeZone currency")]
    [InlineData("""{"name":"x","timeZone":"Etc/UTC"}""", "The body lacks what is required: currency.", "currency")]
    [InlineData("""{"name":"x","timeZone":"Etc/UTC","currency":"UYU","zone":"y"}""", "The body has a member that is not known here: zone.", "zone")]
    [InlineData("""{"name":"x","timeZone":"Etc/UTC","currency":"UYU","retention":{"days":1}}""", "The body has a member that is not known here: retention.days.", "retention.days")]
    [InlineData("""{"name":null,"timeZone":"Etc/UTC","currency":"UYU"}""", "The body has null where something is required: name.", "name")]
    [InlineData("""{"name":5,"timeZone":"Etc/UTC","currency":"UYU"}""", "The body is not the JSON that is expected here: name.", "name")]
    [InlineData("[]", "The body is not the JSON that is expected here.", "")]
    [InlineData("{", "The body is not the JSON that is expected here.", "")]
    public async Task ABodyThatCannotBeReadSaysWhatIsWrongByMember(string body, string detail, string members)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await silo.Http.PostAsync(new Uri("/api/v1/databases", UriKind.Relative), content);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        problem.AssertProblem(HttpStatusCode.BadRequest, "json_invalid");
        Assert.Equal(detail, problem.GetProperty("detail").GetString());
        Assert.Equal(members, problem.TryGetProperty("errors", out var errors) ? string.Join(' ', errors.EnumerateObject().Select(error => error.Name)) : "");
    }

    [Theory]
    [InlineData("/api/v1/databases/x/profiles?limit=many", "The parameter 'limit' can't be 'many'.")]
    [InlineData("/api/v1/integrations?limit=", "The parameter 'limit' can't be ''.")]
    [InlineData("/api/v1/databases/x/profiles?asOf=a%22%0Ab", "The parameter 'asOf' can't be 'a\"\nb'.")]
    public async Task AParameterThatCannotBeReadIsNamedAsItIsSent(string path, string detail)
    {
        var problem = await silo.Http.ReadAsync(path, HttpStatusCode.BadRequest);
        problem.AssertProblem(HttpStatusCode.BadRequest, "request_malformed");
        Assert.Equal(detail, problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    public async Task ABodyThatIsMissingIsAskedFor(string body)
    {
        using var answer = await silo.Http.PostAsync("/api/v1/databases", new StringContent(body, Encoding.UTF8, "application/json"));
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        problem.AssertProblem(HttpStatusCode.BadRequest, "request_malformed");
        Assert.Equal("The body is missing; it must be sent as application/json.", problem.GetProperty("detail").GetString());
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
    public async Task TheLogNamesTheRouteThatFailed()
    {
        var log = new KeptLog();
        var failed = new InvalidOperationException(ScriptedConnector.Inner);
        var route = new RouteEndpoint(_ => throw failed, RoutePatternFactory.Parse("/api/v1/databases/{databaseId}"), order: 0, EndpointMetadataCollection.Empty, "x");
        var http = new DefaultHttpContext { RequestServices = silo.Services, Request = { Method = "PATCH" } };
        http.Features.Set<IExceptionHandlerFeature>(new ExceptionHandlerFeature { Error = failed, Endpoint = route });
        await new ProblemMapping(silo.Services.GetRequiredService<IProblemDetailsService>(), log).TryHandleAsync(http, failed, CancellationToken.None);
        Assert.Equal(["PATCH /api/v1/databases/{databaseId} failed with internal_error."], log.Lines);
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

    private static IEnumerable<string> Wrong(JsonElement problem) => problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal);

    private sealed class KeptLog : ILogger<ProblemMapping>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));
    }
}
