using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Icomm.Actors.Testing.Grains.Shops;

namespace Icomm.Actors.Silo.Tests.Access;

/// <summary>An operation of the API's document, and how to ask for it well.</summary>
/// <param name="Codes">Those of its problem answers that the document names, by status.</param>
internal sealed partial record Operation(string Name, HttpMethod Method, string Route, bool WantsKey, string[] Parameters, string[] BodyTypes, ILookup<int, string> Codes)
{
    /// <summary>What comes with the program is everybody's.</summary>
    public static readonly HashSet<string> OfTheProgram =
        ["/api/v1/store-types", "/api/v1/store-types/{storeType}/verifications", "/api/v1/segment-maps", "/api/v1/profile-fields", "/api/v1/publication-types"];

    /// <summary>A body that gets past all that is checked before what the path names is looked for.</summary>
    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["createAccount"] = """{"name":"Company"}""",
        ["updateAccount"] = "{}",
        ["createApiKey"] = """{"name":"Key","scopes":["read"]}""",
        ["rotateApiKey"] = "{}",
        ["verifyStore"] = """{"settings":{"script":"well"}}""",
        ["createDatabase"] = """{"name":"Database","timeZone":"Etc/UTC","currency":"UYU"}""",
        ["updateDatabase"] = """{"refreshAt":"05:00"}""",
        ["putSegmentMap"] = """{"name":"r-rfm"}""",
        ["erasePerson"] = """{"document":"12345678"}""",
        ["startRefresh"] = "{}",
        ["createPublication"] = """{"name":"File","type":"csv","settings":{"fileName":"out-{date}.csv"}}""",
        ["createIntegration"] = """{"name":"Shop","storeType":"scripted","databaseId":"x","settings":{"script":"well"}}""",
        ["updateIntegration"] = """{"name":"Shop"}""",
        ["backfillIntegration"] = """{"from":"2026-01-01T00:00:00Z","until":"2026-01-02T00:00:00Z"}""",
        ["rotateInboundToken"] = "{}",
        ["uploadImport"] = FakeFileConnector.Header,
    };

    /// <summary>A query without which an operation is refused.</summary>
    private static readonly Dictionary<string, string> Queries = new() { ["deleteIntegration"] = "?orders=keep" };

    /// <summary>Over all accounts.</summary>
    public bool IsOperators => Route == "/api/v1/operations" || Route.StartsWith("/api/v1/accounts", StringComparison.Ordinal);

    public bool TakesJson => BodyTypes.Contains("application/json");

    public static Operation[] Of(JsonElement document) =>
    [
        .. from path in document.GetProperty("paths").EnumerateObject()
           from method in path.Value.EnumerateObject()
           select new Operation(
               method.Value.GetProperty("operationId").GetString()!,
               new HttpMethod(method.Name.ToUpperInvariant()),
               path.Name,
               method.Value.TryGetProperty("security", out var security) && security.GetArrayLength() > 0,
               [.. path.Name.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}'))],
               method.Value.TryGetProperty("requestBody", out var body) ? [.. body.GetProperty("content").EnumerateObject().Select(type => type.Name)] : [],
               (from answer in method.Value.GetProperty("responses").EnumerateObject()
                from code in Code().Matches(answer.Value.GetProperty("description").GetString()!)
                select (Status: int.Parse(answer.Name, CultureInfo.InvariantCulture), Code: code.Groups[1].Value)).ToLookup(named => named.Status, named => named.Code)),
    ];

    public string Path(Ids ids) =>
        Parameters.Aggregate(Route, (path, name) => path.Replace($"{{{name}}}", ids.Of(name, Route), StringComparison.Ordinal)) + Queries.GetValueOrDefault(Name);

    /// <param name="body">In place of the one that is well.</param>
    public async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpClient client, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(Method, path);
        if (BodyTypes.Length > 0)
        {
            body ??= Bodies.TryGetValue(Name, out var known) ? known : throw new InvalidOperationException($"Say in {nameof(Operation)}.{nameof(Bodies)} which body {this} takes.");
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue(TakesJson ? "application/json" : BodyTypes[0]) } };
        }

        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("`([a-z_0-9]+)`")]
    private static partial Regex Code();

    public override string ToString() => $"{Method} {Route} ({Name})";
}
