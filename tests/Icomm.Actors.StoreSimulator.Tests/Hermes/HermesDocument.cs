using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Icomm.Actors.StoreSimulator.Tests.Hermes;

/// <summary>The published contract, docs/hermes/openapi.json, as far as it can be held against answers.</summary>
internal sealed class HermesDocument
{
    private readonly JsonElement _root;

    private HermesDocument(JsonElement root) => _root = root;

    /// <summary>Fields that were seen in answers, as <c>Order.totals.grand</c>: the schema's name, then the way to the field.</summary>
    public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

    public JsonElement Paths => _root.GetProperty("paths");

    public static HermesDocument Read()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Icomm.Actors.sln"))) folder = folder.Parent!;
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder.FullName, "docs", "hermes", "openapi.json")));
        return new HermesDocument(document.RootElement.Clone());
    }

    /// <summary>What a reference stands for; the element itself when it is none.</summary>
    public JsonElement Resolve(JsonElement element)
    {
        while (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference))
        {
            element = _root;
            foreach (var step in reference.GetString()!.Split('/').Skip(1)) element = element.GetProperty(step);
        }

        return element;
    }

    /// <summary>The response that an endpoint documents for a status; fails when it documents none.</summary>
    public JsonElement Response(string path, int status)
    {
        var responses = Paths.GetProperty(path).GetProperty("get").GetProperty("responses");
        Assert.True(responses.TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out var response), $"{path} documents no status {status}");
        return Resolve(response);
    }

    public void Check(JsonElement answer, string path, int status) =>
        Check(answer, Response(path, status).GetProperty("content").GetProperty("application/json").GetProperty("schema"), "");

    /// <summary>Every field that any schema documents, as in <see cref="Seen"/>.</summary>
    public IEnumerable<string> Documented() =>
        _root.GetProperty("components").GetProperty("schemas").EnumerateObject().SelectMany(schema => Fields(schema.Value, schema.Name));

    private static IEnumerable<string> Fields(JsonElement schema, string way) => !schema.TryGetProperty("properties", out var properties)
        ? []
        : properties.EnumerateObject().SelectMany(property => Fields(property.Value, $"{way}.{property.Name}").Prepend($"{way}.{property.Name}"));

    private void Check(JsonElement value, JsonElement schema, string way)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            schema = Resolve(schema);
            way = reference.GetString()!.Split('/')[^1];
        }

        if (schema.TryGetProperty("oneOf", out var kinds))
        {
            Assert.Single(kinds.EnumerateArray(), kind => Allows(value, kind));
            return;
        }

        Assert.True(Allows(value, schema), $"{way} is {value.ValueKind}, against its schema");
        if (value.ValueKind == JsonValueKind.Object) CheckObject(value, schema, way);
        if (value.ValueKind != JsonValueKind.Array) return;
        foreach (var item in value.EnumerateArray()) Check(item, schema.GetProperty("items"), way);
    }

    private void CheckObject(JsonElement value, JsonElement schema, string way)
    {
        if (schema.TryGetProperty("required", out var required))
            Assert.All(required.EnumerateArray(), name => Assert.True(value.TryGetProperty(name.GetString()!, out _), $"{way} has no {name}"));
        foreach (var field in value.EnumerateObject())
        {
            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(field.Name, out var known))
            {
                Seen.Add($"{way}.{field.Name}");
                Check(field.Value, known, $"{way}.{field.Name}");
                continue;
            }

            Assert.True(schema.TryGetProperty("additionalProperties", out var others), $"{way}.{field.Name} is not documented");
            Check(field.Value, others, $"{way}.*");
        }
    }

    private static bool Allows(JsonElement value, JsonElement schema)
    {
        var types = schema.TryGetProperty("type", out var type) ? type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(each => each.GetString()!)] : [type.GetString()!] : Array.Empty<string>();
        if (types.Length > 0 && !types.Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && types.Contains("number"))) return false;
        if (schema.TryGetProperty("enum", out var options) && !options.EnumerateArray().Any(option => option.GetString() == value.GetString())) return false;
        if (schema.TryGetProperty("const", out var constant) && constant.GetString() != value.GetString()) return false;
        if (schema.TryGetProperty("minimum", out var least) && value.ValueKind == JsonValueKind.Number && value.GetDecimal() < least.GetDecimal()) return false;
        if (schema.TryGetProperty("maxItems", out var most) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > most.GetInt32()) return false;
        if (value.ValueKind != JsonValueKind.String) return true;
        var text = value.GetString()!;
        return (!schema.TryGetProperty("pattern", out var pattern) || Regex.IsMatch(text, pattern.GetString()!))
            && (!schema.TryGetProperty("maxLength", out var longest) || text.Length <= longest.GetInt32())
            && (!schema.TryGetProperty("format", out var format) || format.GetString() != "date-time" || text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _));
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Null => "null",
        JsonValueKind.Array => "array",
        _ => "object",
    };
}
