using System.Text.Json;
using System.Text.RegularExpressions;

namespace Icomm.Actors.StoreSimulator.Icommkt;

/// <summary>A contact as a request brings it, read strictly.</summary>
/// <param name="Email">Null when there is none that could be one.</param>
/// <param name="Problems">What is wrong with it, each with the field it is about.</param>
internal sealed partial record ContactForm(string? Email, IReadOnlyDictionary<string, string> Fields, IReadOnlyList<(string? Field, string Problem)> Problems)
{
    private const int MaxEmailLength = 254;

    public static ContactForm Read(JsonElement contact, FieldRules rules, IReadOnlyList<string> required)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = new List<(string?, string)>();
        if (contact.ValueKind != JsonValueKind.Object) return new ContactForm(null, fields, [(null, "is no object")]);
        string? email = null;
        foreach (var property in contact.EnumerateObject())
        {
            switch (property.Name)
            {
                case "Email" when property.Value.ValueKind == JsonValueKind.String: email = property.Value.GetString(); break;
                case "CustomFields" when property.Value.ValueKind == JsonValueKind.Array: ReadFields(property.Value, rules, fields, problems); break;
                case "Email" or "CustomFields": problems.Add((property.Name, "is of the wrong type")); break;
                default: problems.Add((property.Name, "is no part of a contact")); break;
            }
        }

        if (email is null || email.Length > MaxEmailLength || !Address().IsMatch(email))
        {
            problems.Add(("Email", "is no e-mail"));
            email = null;
        }

        problems.AddRange(required.Where(name => !fields.ContainsKey(name)).Select(name => ((string?)name, "is missing")));
        return new ContactForm(email, fields, problems);
    }

    private static void ReadFields(JsonElement list, FieldRules rules, Dictionary<string, string> fields, List<(string?, string)> problems)
    {
        foreach (var field in list.EnumerateArray())
        {
            if (field.ValueKind != JsonValueKind.Object || field.EnumerateObject().Count() != 2
                || !field.TryGetProperty("Key", out var key) || key.ValueKind != JsonValueKind.String
                || !field.TryGetProperty("Value", out var value) || value.ValueKind != JsonValueKind.String)
            {
                problems.Add((null, "has a custom field that is not {\"Key\":\"text\",\"Value\":\"text\"}"));
                continue;
            }

            var (name, text) = (key.GetString()!, value.GetString()!);
            if (!fields.TryAdd(name, text)) problems.Add((name, "comes twice"));
            if (rules.Check(name, text) is { } problem) problems.Add((name, problem));
        }
    }

    [GeneratedRegex(@"^[^\s@,;<>""]{1,64}@[^\s@.,;<>""]+(?:\.[^\s@.,;<>""]+)+\z")]
    private static partial Regex Address();
}
