using System.Text.Json;

namespace Icomm.Actors.EndToEnd.Walks;

/// <summary>A platform's form as the wizard shows it, filled in by the labels that are seen.</summary>
/// <param name="type">The platform, in the language of whoever fills it in.</param>
internal sealed class StoreForm(JsonElement type)
{
    private readonly Dictionary<string, string> _entered = [];

    public string StoreType => type.Text("storeType");

    /// <summary>Whether the platform sends orders by itself.</summary>
    public bool IsPushed => type.GetProperty("isPushed").GetBoolean();

    /// <summary>Whether the past can be uploaded as a file.</summary>
    public bool ImportsFiles => type.GetProperty("importsFiles").GetBoolean();

    /// <summary>What was entered so far, by the names that the API knows.</summary>
    public IReadOnlyDictionary<string, string> Entered => _entered;

    /// <summary>The labels of the fields that can't be left empty.</summary>
    public IEnumerable<string> Required => Fields.Where(each => each.IsOn("isRequired")).Select(each => each.Text("label"));

    private IEnumerable<JsonElement> Fields => type.GetProperty("fields").EnumerateArray();

    /// <summary>The field of that label.</summary>
    public JsonElement Field(string label)
    {
        var fields = Fields.Where(field => field.Text("label") == label).ToArray();
        Assert.True(fields.Length == 1, $"The form should have one field '{label}'; its fields are: {string.Join(", ", Fields.Select(field => field.Text("label")))}.");
        return fields[0];
    }

    /// <summary>Writes into the field of that label, over what was there.</summary>
    public void Enter(string label, string value) => _entered[Field(label).Text("name")] = value;
}
