using System.Text.Json;
using System.Text.RegularExpressions;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Silo.Tests;

/// <summary>The OpenAPI document: complete, well-formed, and the same wherever it is served.</summary>
[Collection(SiloCollection.Name)]
public sealed partial class OpenApiTests(RunningSilo silo)
{
    private const string WriteAnew = "ICOMM_WRITE_OPENAPI=1 dotnet test tests/Icomm.Actors.Silo.Tests -p:ActorEngine=embedded --filter TheCommittedDocumentIsWhatIsServed";

    private static readonly string[] Routes =
    [
        "DELETE /api/v1/api-keys/{keyId}",
        "DELETE /api/v1/databases/{databaseId}",
        "DELETE /api/v1/databases/{databaseId}/erasures/{erasureId}",
        "DELETE /api/v1/databases/{databaseId}/publications/{publicationId}",
        "DELETE /api/v1/integrations/{integrationId}",
        "DELETE /api/v1/integrations/{integrationId}/imports/{importId}",
        "DELETE /api/v1/integrations/{integrationId}/inbound-token",
        "GET /api/v1/accounts",
        "GET /api/v1/accounts/{accountId}",
        "GET /api/v1/api-keys",
        "GET /api/v1/audit-entries",
        "GET /api/v1/audit-entries/export",
        "GET /api/v1/databases",
        "GET /api/v1/databases/{databaseId}",
        "GET /api/v1/databases/{databaseId}/dashboard",
        "GET /api/v1/databases/{databaseId}/erasures",
        "GET /api/v1/databases/{databaseId}/erasures/{erasureId}",
        "GET /api/v1/databases/{databaseId}/profiles",
        "GET /api/v1/databases/{databaseId}/profiles/export",
        "GET /api/v1/databases/{databaseId}/profiles/{profileId}",
        "GET /api/v1/databases/{databaseId}/profiles/{profileId}/export",
        "GET /api/v1/databases/{databaseId}/profiles/{profileId}/indicators/{indicator}",
        "GET /api/v1/databases/{databaseId}/publications",
        "GET /api/v1/databases/{databaseId}/publications/{publicationId}",
        "GET /api/v1/databases/{databaseId}/publications/{publicationId}/rejections",
        "GET /api/v1/databases/{databaseId}/refreshes",
        "GET /api/v1/databases/{databaseId}/refreshes/{refreshId}",
        "GET /api/v1/databases/{databaseId}/rfm-models",
        "GET /api/v1/databases/{databaseId}/rfm-models/current",
        "GET /api/v1/databases/{databaseId}/rfm-models/{version}",
        "GET /api/v1/databases/{databaseId}/segment-map",
        "GET /api/v1/databases/{databaseId}/segments/history",
        "GET /api/v1/databases/{databaseId}/segments/transitions",
        "GET /api/v1/integrations",
        "GET /api/v1/integrations/{integrationId}",
        "GET /api/v1/integrations/{integrationId}/imports",
        "GET /api/v1/integrations/{integrationId}/imports/{importId}",
        "GET /api/v1/integrations/{integrationId}/imports/{importId}/report",
        "GET /api/v1/integrations/{integrationId}/inbound-token",
        "GET /api/v1/integrations/{integrationId}/rejected-records",
        "GET /api/v1/integrations/{integrationId}/runs",
        "GET /api/v1/integrations/{integrationId}/runs/export",
        "GET /api/v1/integrations/{integrationId}/runs/{runId}",
        "GET /api/v1/integrations/{integrationId}/runs/{runId}/events",
        "GET /api/v1/integrations/{integrationId}/runs/{runId}/progress",
        "GET /api/v1/operations",
        "GET /api/v1/profile-fields",
        "GET /api/v1/publication-types",
        "GET /api/v1/segment-maps",
        "GET /api/v1/store-types",
        "PATCH /api/v1/accounts/{accountId}",
        "PATCH /api/v1/databases/{databaseId}",
        "PATCH /api/v1/integrations/{integrationId}",
        "POST /api/v1/accounts",
        "POST /api/v1/api-keys",
        "POST /api/v1/api-keys/{keyId}/rotate",
        "POST /api/v1/databases",
        "POST /api/v1/databases/{databaseId}/erasures",
        "POST /api/v1/databases/{databaseId}/publications",
        "POST /api/v1/databases/{databaseId}/publications/{publicationId}/runs",
        "POST /api/v1/databases/{databaseId}/refreshes",
        "POST /api/v1/inbound/{integrationId}",
        "POST /api/v1/integrations",
        "POST /api/v1/integrations/{integrationId}/backfills",
        "POST /api/v1/integrations/{integrationId}/imports",
        "POST /api/v1/integrations/{integrationId}/imports/{importId}/cancel",
        "POST /api/v1/integrations/{integrationId}/inbound-token",
        "POST /api/v1/integrations/{integrationId}/pause",
        "POST /api/v1/integrations/{integrationId}/resume",
        "POST /api/v1/integrations/{integrationId}/runs",
        "POST /api/v1/integrations/{integrationId}/runs/current/stop",
        "POST /api/v1/store-types/{storeType}/verifications",
        "PUT /api/v1/databases/{databaseId}/segment-map",
    ];

    [Fact]
    public async Task EveryRouteIsInTheDocument()
    {
        var operations = Operations(await silo.Http.ReadAsync("/openapi/v1.json"));
        Assert.Equal(Routes, operations.Select(operation => operation.Route).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EveryRouteHasANameASummaryATagAndItsProblems()
    {
        var operations = Operations(await silo.Http.ReadAsync("/openapi/v1.json")).ToArray();
        foreach (var (route, operation) in operations)
        {
            Assert.True(Text(operation, "operationId") is { Length: > 0 }, $"{route} has no name.");
            Assert.True(Text(operation, "summary") is { Length: > 0 }, $"{route} has no summary.");
            Assert.True(operation.GetProperty("tags").GetArrayLength() == 1, $"{route} should have one tag.");
            var responses = operation.GetProperty("responses").EnumerateObject().ToArray();
            Assert.Contains(responses, response => response.Name[0] == '2');
            foreach (var problem in responses.Where(response => response.Name[0] is '4' or '5'))
                Assert.True(problem.Value.TryGetProperty("content", out var content) && content.TryGetProperty("application/problem+json", out _), $"{route} {problem.Name} is no problem answer.");
            foreach (var problem in responses.Where(response => response.Name[0] is '4' or '5'))
                Assert.True(Text(problem.Value, "description")!.Contains('`'), $"{route} doesn't say with which codes it answers {problem.Name}: .Refuses(StatusCodes.Status{problem.Name}…, \"code\").");

            // Where stores push to, 401 says so as well: a stranger must not learn which integrations there are.
            if (route.Contains('{'))
                Assert.True(responses.Any(response => response.Name == (route.Contains("/inbound/") ? "401" : "404")), $"{route} doesn't say that what it names may not be there.");
        }

        Assert.Equal(operations.Length, operations.Select(operation => Text(operation.Operation, "operationId")).Distinct().Count());
    }

    [Fact]
    public async Task EveryBodyHasAnExample()
    {
        foreach (var (route, operation) in Operations(await silo.Http.ReadAsync("/openapi/v1.json")))
        {
            var bodies = operation.GetProperty("responses").EnumerateObject().Where(response => response.Name[0] == '2').Select(response => response.Value);
            if (operation.TryGetProperty("requestBody", out var request))
                bodies = bodies.Prepend(request);
            foreach (var type in bodies.Where(body => body.TryGetProperty("content", out _)).SelectMany(body => body.GetProperty("content").EnumerateObject()))
            {
                var isBinary = type.Name is "application/octet-stream" or "multipart/form-data";
                Assert.True(isBinary || type.Value.TryGetProperty("example", out _) || type.Value.TryGetProperty("examples", out _), $"{route} shows no {type.Name}: add an example under Document/Examples.");
            }
        }
    }

    [Fact]
    public async Task DescriptionsSpeakOfMembersByTheirNamesInJson()
    {
        var schemas = (await silo.Http.ReadAsync("/openapi/v1.json")).GetProperty("components").GetProperty("schemas");
        foreach (var schema in schemas.EnumerateObject())
        {
            var members = schema.Value.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(property => property.Value) : [];
            foreach (var description in members.Prepend(schema.Value).Select(element => Text(element, "description")).OfType<string>())
                Assert.False(TypeNames().IsMatch(description), $"{schema.Name} is described with a name of C#, where its comment should say <c>member</c>: {description}");
        }
    }

    [Fact]
    public async Task TheDocumentIsWellFormed()
    {
        var document = await silo.Http.ReadAsync("/openapi/v1.json");
        Assert.StartsWith("3.1", Text(document, "openapi"), StringComparison.Ordinal);
        Assert.Equal("Icomm.Actors", Text(document.GetProperty("info"), "title"));
        Assert.Equal(["/"], document.GetProperty("servers").EnumerateArray().Select(server => Text(server, "url")));
        var schemas = document.GetProperty("components").GetProperty("schemas");
        foreach (var reference in References(document))
            Assert.True(reference.StartsWith("#/components/schemas/", StringComparison.Ordinal) && schemas.TryGetProperty(reference.Split('/')[^1], out _), $"{reference} leads nowhere.");
        foreach (var (route, operation) in Operations(document))
        {
            var named = operation.TryGetProperty("parameters", out var parameters)
                ? parameters.EnumerateArray().Where(parameter => Text(parameter, "in") == "path").Select(parameter => $"{{{Text(parameter, "name")}}}").ToArray()
                : [];
            Assert.Equal(route.Split('/').Where(part => part.StartsWith('{')).Order(), named.Order());
        }
    }

    [Fact]
    public async Task TheDocumentIsTheSameEveryTime()
    {
        Assert.Equal(await silo.Http.GetStringAsync("/openapi/v1.json"), await silo.Http.GetStringAsync("/openapi/v1.json"));
    }

    /// <summary>Clients are generated from docs/openapi.json, and a review sees in it what a change means to them.</summary>
    [Fact]
    public async Task TheCommittedDocumentIsWhatIsServed()
    {
        var path = Repository.PathOf("docs", "openapi.json");
        var served = await silo.Http.GetByteArrayAsync("/openapi/v1.json");
        if (Environment.GetEnvironmentVariable("ICOMM_WRITE_OPENAPI") == "1")
            await File.WriteAllBytesAsync(path, served);
        var committed = await File.ReadAllBytesAsync(path);
        Assert.True(committed.AsSpan().SequenceEqual(served), $"docs/openapi.json differs from what is served in line {LineOfDifference(committed, served)}. Where that is meant, write it anew: {WriteAnew}");
    }

    private static int LineOfDifference(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => 1 + one[..one.CommonPrefixLength(other)].Count((byte)'\n');

    private static IEnumerable<(string Route, JsonElement Operation)> Operations(JsonElement document) => document.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Select(method => ($"{method.Name.ToUpperInvariant()} {path.Name}", method.Value)));

    [GeneratedRegex(@"[a-z](Response|Request|Contract)\b|\b(string|bool|int|long|decimal)\? [A-Z]|\b(string|bool|int|long|decimal) [A-Z]\w+\.")]
    private static partial Regex TypeNames();

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => property.Name == "$ref" ? [property.Value.GetString()!] : References(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
