using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Icomm.Actors.Persistence.Audit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Auditing;

/// <summary>What the handler of a request tells the audit log of what it does. Only what the API shows goes in: never a secret.</summary>
internal sealed class AuditTrail(IOptions<JsonOptions> json)
{
    /// <summary>The path of what was made; null when nothing was.</summary>
    public string? Made { get; private set; }

    public ImmutableArray<FieldChange> Changes { get; private set; } = [];

    /// <summary>Notes that something was made, and answers so.</summary>
    /// <param name="with">What it was made with, as the API shows it; null where there is nothing to tell.</param>
    public Created<T> Created<T>(string location, T answer, object? with = null)
    {
        Made = location;
        Change(before: null, with);
        return TypedResults.Created(location, answer);
    }

    /// <summary>Notes the fields that differ, those of an object in them one by one.</summary>
    public void Change(object? before, object? after)
    {
        var (old, @new) = (Fields(before), Fields(after));
        Changes = Changes.AddRange(
            from field in old.Keys.Union(@new.Keys).Order(StringComparer.Ordinal)
            let change = new FieldChange(field, old.GetValueOrDefault(field), @new.GetValueOrDefault(field))
            where change.Before != change.After
            select change);
    }

    /// <summary>Notes that a secret was replaced, which two equal hints don't show.</summary>
    public void ReplaceSecret(string name, string? hintBefore, string? hintAfter) => Changes = Changes.Add(new FieldChange($"secrets.{name}", hintBefore, hintAfter));

    private Dictionary<string, string> Fields(object? of)
    {
        var fields = new Dictionary<string, string>();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(of, json.Value.SerializerOptions) as JsonObject ?? [])
        {
            foreach (var (part, inner) in value as JsonObject ?? [])
                Add($"{name}.{part}", inner);
            if (value is not JsonObject)
                Add(name, value);
        }

        return fields;

        void Add(string name, JsonNode? value)
        {
            if (value is not null)
                fields[name] = value.ToString();
        }
    }
}
