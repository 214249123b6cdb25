using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Icomm.Actors.EndToEnd.Hostile;

/// <summary>Makes up requests that nobody sane sends, over every route that the API's own document names. The same seed makes the same requests.</summary>
/// <param name="known">What exists, by path, query or header parameter, so that requests also get past the first check.</param>
internal sealed class HostileRequests(JsonElement document, IReadOnlyDictionary<string, string[]> known, int seed)
{
    private static readonly string[] Texts =
    [
        "", " ", "0", "-1", "1", "null", "true", "{}", "[]", "nonsense", "..", "../../etc/passwd", "%00", "\u0000", "\ud800", "é", "😀", "'; DROP TABLE profiles; --", "\" OR 1=1",
        "${jndi:ldap://x}", "<script>", "%", "%25", "%zz", "a/b", "a\\b", "\r\nX-Evil: 1", "1e400", "NaN", "9223372036854775808", "-0", "0x10", "１２", "2011-12-10", "2011-02-30",
        "0001-01-01", "9999-12-31", "0000-00-00", "2011-12-10T00:00:00Z", "aaaaaaaaaaaaaaaaaaaaaaaaaa", "00000000000000000000000000000000", "ICOMMKT_Amount_30_Days",
        "magento", "a@b.c", "USD", "Etc/UTC", "http://127.0.0.1:1/", "https://10.0.0.1/", "ftp://x", new string('x', 300), new string('é', 3_000),
    ];

    private static readonly string[] Keys = ["siteUrl", "username", "password", "accessToken", "pageSize", "storeViewId", "EUR", "x"];

    private static readonly string[] OtherTypes =
    [
        "text/plain", "application/xml", "application/json; charset=utf-16", "application/json; charset=utf-7", "application/json; charset=foo", "application/json; charset=\"\"", "multipart/form-data",
    ];

    /// <summary>What a header may hold; the server's own line is another test's business.</summary>
    private static readonly string[] HeaderTexts =
        ["", "*", "\"1\"", "W/\"1\"", "\"999\"", "-1", "nonsense", "pt-BR;q=9, *;q=x", "bytes=0-,9-1", "gzip, br", "9223372036854775808", "text/plain", "Bearer x", "Basic Og==", "http://evil.example", new string('x', 300)];

    private static readonly string[] Headers =
    [
        "If-Match", "If-None-Match", "Idempotency-Key", "Last-Event-ID", "Accept", "Accept-Language", "Range", "Origin", "Content-Encoding", "X-HTTP-Method-Override", "X-Forwarded-For", "X-Icomm-Token",
        "X-Account", "Authorization", "Cookie",
    ];

    /// <summary>What gets a body past the first checks, by property.</summary>
    private static readonly Dictionary<string, string> Sensible = new()
    {
        ["timeZone"] = "Etc/UTC", ["currency"] = "USD", ["olderWindow"] = "lifetime", ["storeType"] = "magento", ["siteUrl"] = "http://127.0.0.1:1/", ["username"] = "u", ["password"] = "p",
        ["rfmMethod"] = "quantile", ["segmentMap"] = "r-rfm", ["refreshAt"] = "03:30", ["type"] = "icommkt", ["sort"] = "-ICOMMKT_Amount_360_Days", ["filter"] = "ICOMMKT_Amount_30_Days>=10",
        ["group"] = "LOYAL", ["text"] = "a", ["asOf"] = "2026-01-01", ["limit"] = "3", ["startsAt"] = "2020-01-01T00:00:00Z", ["from"] = "22:00:00", ["until"] = "06:00:00", ["pageSize"] = "50", ["storeViewId"] = "1",
    };

    private readonly Random _random = new(seed);
    private readonly (string Path, string Method, JsonElement Operation)[] _operations =
    [
        .. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => (path.Name, method.Name, method.Value))),
    ];

    /// <summary>How many operations the document names.</summary>
    public int Operations => _operations.Length;

    public HttpRequestMessage Next()
    {
        var (path, method, operation) = _operations[_random.Next(_operations.Length)];
        if (_random.Next(25) == 0)
            method = Pick(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "BREW"]);
        var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), new Uri(FillPath(path, operation) + Query(operation), UriKind.Relative));
        if (method is not "get" and not "GET" and not "HEAD" && _random.Next(20) != 0)
            request.Content = Body(operation);
        if (_random.Next(4) == 0)
            AddHeader(request);
        return request;
    }

    private void AddHeader(HttpRequestMessage request)
    {
        var name = Pick(Headers);
        var value = known.TryGetValue(name, out var ones) && _random.Next(2) == 0 ? Pick(ones) : Pick(HeaderTexts);
        if (!request.Headers.TryAddWithoutValidation(name, value))
            request.Content?.Headers.TryAddWithoutValidation(name, value);
    }

    private string FillPath(string path, JsonElement operation)
    {
        foreach (var name in Parameters(operation, "path"))
        {
            var value = known.TryGetValue(name, out var ids) && _random.Next(3) != 0 ? Pick(ids) : Text();
            path = path.Replace($"{{{name}}}", Escape(value.Length == 0 ? "-" : value), StringComparison.Ordinal);
        }

        return path;
    }

    private string Query(JsonElement operation)
    {
        var pairs = Parameters(operation, "query").Append("unknown")
            .Where(_ => _random.Next(3) == 0)
            .SelectMany(name => Enumerable.Repeat(name, _random.Next(8) == 0 ? 2 : 1))
            .Select(name => $"{name}={Escape(QueryText(name))}")
            .ToArray();
        return pairs.Length == 0 ? "" : "?" + string.Join('&', pairs);
    }

    private string QueryText(string name) => _random.Next(2) == 0 ? Text()
        : known.TryGetValue(name, out var ones) ? Pick(ones)
        : Sensible.TryGetValue(name, out var sensible) ? sensible
        : Text();

    private static IEnumerable<string> Parameters(JsonElement operation, string place) => operation.TryGetProperty("parameters", out var parameters)
        ? parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == place).Select(parameter => parameter.GetProperty("name").GetString()!)
        : [];

    private ByteArrayContent Body(JsonElement operation)
    {
        var schema = operation.TryGetProperty("requestBody", out var body)
            ? body.GetProperty("content").EnumerateObject().First().Value.GetProperty("schema")
            : default;
        var bytes = Encoding.UTF8.GetBytes((schema.ValueKind == JsonValueKind.Object ? Instance(schema, 0) : Anything(0))?.ToJsonString() ?? "null");
        if (_random.Next(6) == 0 && bytes.Length > 0)
            bytes = Damage(bytes);
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(_random.Next(8) == 0 ? Pick(OtherTypes) : "application/json");
        return content;
    }

    private byte[] Damage(byte[] bytes)
    {
        switch (_random.Next(4))
        {
            case 0:
                return bytes[.._random.Next(bytes.Length)];
            case 1:
                bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
                return bytes;
            case 2:
                return [.. bytes, .. bytes];
            default:
                return [0xff, 0xfe, .. bytes];
        }
    }

    /// <summary>Mostly what the schema wants, with something wrong here and there.</summary>
    private JsonNode? Instance(JsonElement schema, int depth)
    {
        if (depth > 6 || _random.Next(20) == 0)
            return Anything(depth);
        schema = Resolve(schema);
        if (schema.TryGetProperty("enum", out var values))
            return JsonValue.Create(Pick([.. values.EnumerateArray().Select(value => value.GetString() ?? "")]));
        if (schema.TryGetProperty("properties", out var properties))
            return Object(properties, depth);
        if (schema.TryGetProperty("additionalProperties", out var additional) && additional.ValueKind == JsonValueKind.Object)
            return new JsonObject(Keys.Where(_ => _random.Next(3) == 0).Select(key => KeyValuePair.Create(key, Property(key, additional, depth))));
        return TypeOf(schema) switch
        {
            "string" => JsonValue.Create(Text()),
            "integer" => JsonValue.Create(Pick([0L, 1, 60, -1, int.MaxValue, long.MaxValue, long.MinValue])),
            "number" => JsonNode.Parse(Pick(["0", "1.5", "-1", "1e28", "1e-28", "79228162514264337593543950336", "1e400"])),
            "boolean" => JsonValue.Create(_random.Next(2) == 0),
            "array" => new JsonArray([.. Enumerable.Range(0, _random.Next(3)).Select(_ => Anything(depth + 1))]),
            _ => Anything(depth + 1),
        };
    }

    private JsonObject Object(JsonElement properties, int depth)
    {
        var made = new JsonObject();
        foreach (var property in properties.EnumerateObject().Where(_ => _random.Next(15) != 0))
            made[property.Name] = Property(property.Name, property.Value, depth);
        if (_random.Next(15) == 0)
            made[Text()] = Anything(depth + 1);
        return made;
    }

    private JsonNode? Property(string name, JsonElement schema, int depth)
    {
        // Nobody that the shop knows: whom a request erases is not there afterwards.
        if (name is "storeCustomerId" or "email")
            return JsonValue.Create($"hostile-{_random.Next()}@shop.invalid");

        // Nor is anybody forgotten by the next refresh.
        if (name is "inactiveMonths")
            return Pick<JsonNode?>([null, 0, -1, 241, long.MaxValue, "12"]);
        if (_random.Next(4) == 0)
            return Instance(schema, depth + 1);
        return name switch
        {
            "name" => JsonValue.Create($"hostile {_random.Next()}"),
            "intervalMinutes" => JsonValue.Create(_random.Next(1, 10_000)),
            _ when Sensible.TryGetValue(name, out var text) => JsonValue.Create(text),
            _ when known.TryGetValue(name, out var ids) => JsonValue.Create(Pick(ids)),
            _ => Instance(schema, depth + 1),
        };
    }

    private JsonNode? Anything(int depth) => _random.Next(depth > 4 ? 5 : 8) switch
    {
        0 => null,
        1 => JsonValue.Create(Text()),
        2 => JsonValue.Create(_random.Next(2) == 0),
        3 => JsonValue.Create(_random.NextInt64(long.MinValue, long.MaxValue)),
        4 => JsonValue.Create(_random.NextDouble() * 1e300),
        5 => new JsonArray([.. Enumerable.Range(0, _random.Next(4)).Select(_ => Anything(depth + 1))]),
        6 => new JsonObject(Enumerable.Range(0, _random.Next(4)).Select(i => KeyValuePair.Create($"{Text()}{i}", Anything(depth + 1)))),
        _ => Deep(),
    };

    private static JsonNode Deep()
    {
        JsonNode node = new JsonArray();
        for (var i = 0; i < 60; i++)
            node = new JsonArray(node);
        return node;
    }

    private JsonElement Resolve(JsonElement schema)
    {
        if (schema.TryGetProperty("oneOf", out var choices))
            schema = choices.EnumerateArray().LastOrDefault();
        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference))
            schema = document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
        return schema;
    }

    private static string? TypeOf(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? null
        : type.ValueKind == JsonValueKind.String ? type.GetString()
        : type.EnumerateArray().Select(one => one.GetString()).FirstOrDefault(one => one != "null");

    private string Text() => _random.Next(10) == 0 ? _random.NextInt64().ToString(CultureInfo.InvariantCulture) : Pick(Texts);

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];

    /// <summary>Half of a surrogate pair can't be escaped; a server gets it as the bytes that a careless client makes of it.</summary>
    private static string Escape(string text) => text == "\ud800" ? "%ED%A0%80" : text is "%00" or "%zz" or "%" ? text : Uri.EscapeDataString(text);
}
