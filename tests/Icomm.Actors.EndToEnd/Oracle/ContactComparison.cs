using System.Globalization;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Icommkt;
using Icomm.Actors.Testing.Outside.Api;

namespace Icomm.Actors.EndToEnd.Oracle;

/// <summary>Compares the contacts that a receiver has with the profiles of a database, field by field, in the receiver's formats (facts/icomm.md §1.6).</summary>
internal static class ContactComparison
{
    private const int Shown = 10;

    /// <returns>How many values were compared.</returns>
    public static int AssertEqual(IReadOnlyList<ObservedProfile> profiles, IReadOnlyList<IcommktContact> contacts)
    {
        Assert.Equal(profiles.Select(profile => profile.Email).Order(StringComparer.Ordinal), contacts.Select(contact => contact.Email).Order(StringComparer.Ordinal));
        var byEmail = contacts.ToDictionary(contact => contact.Email);
        var differences = new List<string>();
        var compared = 0;
        foreach (var profile in profiles)
        {
            var expected = FieldsOf(profile);
            var actual = byEmail[profile.Email].Fields;
            foreach (var name in expected.Keys.Union(actual.Keys))
            {
                compared++;
                if (expected.GetValueOrDefault(name) != actual.GetValueOrDefault(name))
                    differences.Add($"{profile.Email} {name}: the profile has {Quoted(expected.GetValueOrDefault(name))}, the contact {Quoted(actual.GetValueOrDefault(name))}");
            }
        }

        if (differences.Count > 0)
            Assert.Fail($"{differences.Count} of {compared} values of {profiles.Count} contacts are lost or stale:\n{string.Join('\n', differences.Take(Shown))}");
        return compared;
    }

    /// <summary>Every field that a contact of this profile must have: empty ones too, since what is not sent keeps its old value.</summary>
    public static Dictionary<string, string> FieldsOf(ObservedProfile profile)
    {
        var fields = profile.Indicators.EnumerateObject().ToDictionary(indicator => indicator.Name, indicator => Text(indicator.Value));
        fields["Nombre"] = Text(profile.Json.GetProperty("firstName"));
        fields["Apellido"] = Text(profile.Json.GetProperty("lastName"));
        return fields;
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.Number => value.GetDecimal().ToString("0.####", CultureInfo.InvariantCulture),
        JsonValueKind.Array => string.Join('|', value.EnumerateArray().Select(name => name.GetString()!.Replace('|', '/'))),
        _ => DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)
            : value.GetString()!,
    };

    private static string Quoted(string? text) => text is null ? "nothing" : $"'{text}'";
}
