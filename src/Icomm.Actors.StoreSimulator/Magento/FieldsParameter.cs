using System.Text.Json;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>The <c>fields=items[increment_id,entity_id],total_count</c> parameter: what to keep of an answer, at every depth.</summary>
internal sealed class FieldsParameter
{
    private readonly Dictionary<string, FieldsParameter?> _kept = new(StringComparer.Ordinal);

    private FieldsParameter()
    {
    }

    /// <summary>Null when the text isn't well formed, in which case Magento ignores it.</summary>
    public static FieldsParameter? Parse(string text)
    {
        var at = 0;
        var parsed = ParseList(text, ref at);
        return at == text.Length ? parsed : null;
    }

    public void Trim(Utf8JsonWriter json, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    if (!_kept.TryGetValue(property.Name, out var inner)) continue;
                    json.WritePropertyName(property.Name);
                    if (inner is null) property.Value.WriteTo(json);
                    else inner.Trim(json, property.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in element.EnumerateArray()) Trim(json, item);
                json.WriteEndArray();
                break;
            default:
                element.WriteTo(json);
                break;
        }
    }

    private static FieldsParameter ParseList(string text, ref int at)
    {
        var list = new FieldsParameter();
        while (at < text.Length && text[at] != ']')
        {
            var end = text.AsSpan(at).IndexOfAny(",[]");
            var name = end < 0 ? text[at..] : text.Substring(at, end);
            at += name.Length;
            FieldsParameter? inner = null;
            if (at < text.Length && text[at] == '[')
            {
                at++;
                inner = ParseList(text, ref at);
                if (at < text.Length) at++;
            }

            list._kept[name.Trim()] = inner;
            if (at < text.Length && text[at] == ',') at++;
        }

        return list;
    }
}
