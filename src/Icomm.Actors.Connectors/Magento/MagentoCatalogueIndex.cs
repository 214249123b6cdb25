using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>The names behind a shop's brand options and categories, as they were when a catalogue window was begun.</summary>
internal sealed class MagentoCatalogueIndex(string digest, FrozenDictionary<string, string> brands, FrozenDictionary<string, ImmutableArray<NamedId>> paths)
{
    private const int DeepestTree = 50;

    /// <summary>Whose index this is: see <see cref="MagentoSettings.Digest"/>.</summary>
    public string Digest => digest;

    /// <summary>The option's label; what isn't an option's id is the brand itself, or all that may be known of it.</summary>
    public string Brand(string value) => brands.GetValueOrDefault(value, value);

    /// <summary>The categories with those above them, from general to specific, each once. Ids that the tree doesn't know are left out: they were deleted, or are roots.</summary>
    public ImmutableArray<NamedId> Categories(IReadOnlyList<string> ids)
    {
        if (ids.Count == 0)
            return [];
        if (ids.Count == 1)
            return paths.GetValueOrDefault(ids[0], []);
        var all = ImmutableArray.CreateBuilder<NamedId>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            foreach (var category in paths.GetValueOrDefault(id, []))
            {
                if (seen.Add(category.Id))
                    all.Add(category);
            }
        }

        return all.ToImmutable();
    }

    /// <summary>Reads <c>[{label, value}]</c>; the empty first option that Magento adds is left out.</summary>
    public static FrozenDictionary<string, string> ReadBrands(ReadOnlySpan<byte> json)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Array, "the brand's options are no list");
        var brands = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in document.RootElement.EnumerateArray())
        {
            if (option.ValueKind == JsonValueKind.Object && RecordJson.Text(option, "value") is { } value && RecordJson.Text(option, "label") is { } label)
                brands[value] = label.Trim();
        }

        return brands.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Reads the category tree. Levels 0 and 1 are Magento's root and the stores' roots, which no shopper sees (facts §2.6).</summary>
    public static FrozenDictionary<string, ImmutableArray<NamedId>> ReadTree(ReadOnlySpan<byte> json)
    {
        // Deeper than the default: every level of categories takes two.
        using var document = RecordJson.Parse(json, JsonValueKind.Object, "the categories are no tree", maxDepth: 2 * DeepestTree + 4);
        var paths = new Dictionary<string, ImmutableArray<NamedId>>(StringComparer.Ordinal);
        Walk(document.RootElement, [], 0, paths);
        return paths.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void Walk(JsonElement node, ImmutableArray<NamedId> above, int depth, Dictionary<string, ImmutableArray<NamedId>> paths)
    {
        if (RecordJson.Text(node, "id") is not { } id || depth > DeepestTree)
            return;
        var level = RecordJson.Find(node, "level") is { ValueKind: JsonValueKind.Number } stated && stated.TryGetInt32(out var number) ? number : depth;
        var path = level < 2 ? above : above.Add(new NamedId(id, RecordJson.Text(node, "name") ?? id));
        if (level >= 2)
            paths[id] = path;
        foreach (var child in RecordJson.Objects(node, "children_data"))
            Walk(child, path, depth + 1, paths);
    }
}
