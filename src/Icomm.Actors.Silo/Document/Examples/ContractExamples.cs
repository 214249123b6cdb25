using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Document.Examples;

/// <summary>The examples of every contract, as the API writes them.</summary>
internal static class ContractExamples
{
    private static readonly FrozenDictionary<Type, Example[]> ByType =
        ((IEnumerable<Example>)[.. AccessExamples.All, .. IntegrationExamples.All, .. InboundExamples.All, .. DatabaseExamples.All, .. ProfileExamples.All, .. PublicationExamples.All])
        .GroupBy(example => example.Value.GetType())
        .ToFrozenDictionary(examples => examples.Key, examples => examples.ToArray());

    /// <summary>Empty for a contract that nobody made one for. Of lists and pages, the examples of their items.</summary>
    /// <param name="hasMore">Whether a page is shown with a cursor.</param>
    public static async Task<IReadOnlyList<(string Name, JsonNode Value)>> OfAsync(Type type, bool hasMore, JsonSerializerOptions options)
    {
        if (ByType.TryGetValue(type, out var own))
        {
            var written = new List<(string, JsonNode)>();
            foreach (var example in own)
                written.Add((example.Name, await WriteAsync(example.Value, options)));
            return written;
        }

        if (ItemOf(type) is not { } item || !ByType.TryGetValue(item, out var items))
            return [];
        var list = new JsonArray();
        foreach (var example in items)
            list.Add(await WriteAsync(example.Value, options));
        if (!IsPage(type))
            return [(Example.Typical, list)];
        var page = new JsonObject { ["items"] = list };
        if (hasMore)
            page["nextCursor"] = list[^1]!["id"]?.DeepClone() ?? "117";
        return [(Example.Typical, page)];
    }

    private static Type? ItemOf(Type type) => IsPage(type) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)) ? type.GetGenericArguments()[0] : null;

    private static bool IsPage(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(PageResponse<>);

    /// <summary>As the API does: what is read while it is written can't be written at one go.</summary>
    private static async Task<JsonNode> WriteAsync(object value, JsonSerializerOptions options)
    {
        using var json = new MemoryStream();
        await JsonSerializer.SerializeAsync(json, value, value.GetType(), options);
        return JsonNode.Parse(json.ToArray())!;
    }
}
