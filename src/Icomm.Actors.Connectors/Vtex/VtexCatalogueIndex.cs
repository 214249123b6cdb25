using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>The names behind an account's brands and categories, as they were when reading the catalogue was begun.</summary>
internal sealed class VtexCatalogueIndex(string digest, FrozenDictionary<string, string> brands, FrozenDictionary<string, ImmutableArray<NamedId>> paths)
{
    /// <summary>Whose index this is: see <see cref="VtexSettings.Digest"/>.</summary>
    public string Digest => digest;

    public string? Brand(string? id) => id is null ? null : brands.GetValueOrDefault(id);

    /// <summary>The category with those above it, from general to specific.</summary>
    public ImmutableArray<NamedId> Path(string? categoryId) => categoryId is null ? [] : paths.GetValueOrDefault(categoryId, []);

    /// <summary>Reads <c>[{id, name}]</c>.</summary>
    public static FrozenDictionary<string, string> ReadBrands(ReadOnlySpan<byte> json)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Array, "the brands are no list");
        var brands = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var brand in document.RootElement.EnumerateArray())
        {
            if (RecordJson.Text(brand, "id") is { } id && RecordJson.Text(brand, "name") is { } name)
                brands[id] = name.Trim();
        }

        return brands.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Reads the tree <c>[{id, name, children}]</c>.</summary>
    public static FrozenDictionary<string, ImmutableArray<NamedId>> ReadTree(ReadOnlySpan<byte> json)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Array, "the categories are no tree");
        var paths = new Dictionary<string, ImmutableArray<NamedId>>(StringComparer.Ordinal);
        foreach (var root in document.RootElement.EnumerateArray())
            Walk(root, [], paths);
        return paths.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void Walk(JsonElement node, ImmutableArray<NamedId> above, Dictionary<string, ImmutableArray<NamedId>> paths)
    {
        if (RecordJson.Text(node, "id") is not { } id)
            return;
        var path = above.Add(new NamedId(id, RecordJson.Text(node, "name") ?? id));
        paths[id] = path;
        foreach (var child in RecordJson.Objects(node, "children"))
            Walk(child, path, paths);
    }
}
