using System.Text.Json;

namespace Icomm.Actors.Connectors.Http;

/// <summary>Tells an answer that ends too early from one that is simply not JSON.</summary>
internal static class JsonShape
{
    /// <summary>True when the text is faultless as far as it goes, but does not go to its end.</summary>
    public static bool IsCutOff(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
            return true;
        var reader = new Utf8JsonReader(json, isFinalBlock: false, state: default);
        try
        {
            while (reader.Read())
            {
            }

            return reader.CurrentDepth > 0 || reader.TokenType is JsonTokenType.None;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
