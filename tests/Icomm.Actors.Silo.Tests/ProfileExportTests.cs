using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Silo.Tests;

/// <summary>The CSV export says what the list says.</summary>
[Collection(SiloCollection.Name)]
public sealed class ProfileExportTests(RunningSilo silo)
{
    [Fact]
    public async Task EveryProfileIsALineWithEveryIndicator()
    {
        var id = await silo.RefreshedDatabaseAsync();
        using var response = await silo.Http.GetAsync($"/api/v1/databases/{id}/profiles/export?sort=-Amount");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"profiles-{GeneratedShop.Day}.csv", response.Content.Headers.ContentDisposition!.FileName);
        var lines = Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(["Email", "FirstName", "LastName", .. IndicatorNames.All.Select(indicator => indicator.Name)], lines[0]);

        var listed = await silo.Http.ReadAllAsync($"/api/v1/databases/{id}/profiles?sort=-Amount&limit=1000");
        Assert.Equal(listed.Count, lines.Count - 1);
        foreach (var (profile, line) in listed.Zip(lines.Skip(1)))
        {
            Assert.Equal([Text(profile, "email"), Text(profile, "firstName"), Text(profile, "lastName")], line[..3]);
            foreach (var (name, cell) in lines[0].Zip(line).Skip(3))
                AssertSame(profile.GetProperty("indicators").GetProperty(name), cell, name);
        }
    }

    [Fact]
    public async Task TheConditionsAreThoseOfTheList()
    {
        var id = await silo.RefreshedDatabaseAsync();
        const string Query = "group=LOYAL&group=FREQUENT&filter=Purchases%3E%3D3&text=customer";
        var listed = await silo.Http.ReadAllAsync($"/api/v1/databases/{id}/profiles?{Query}&limit=1000");
        var lines = Parse(await silo.Http.GetStringAsync($"/api/v1/databases/{id}/profiles/export?{Query}"));
        Assert.NotEmpty(listed);
        Assert.Equal(listed.Select(profile => Text(profile, "email")), lines.Skip(1).Select(line => line[0]));
        Assert.Single(Parse(await silo.Http.GetStringAsync($"/api/v1/databases/{id}/profiles/export?segment=Nonsense")));
        (await silo.Http.ReadAsync($"/api/v1/databases/{id}/profiles/export?filter=Nonsense%3D1", HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, "filter_field_unknown");
    }

    [Fact]
    public async Task AClientThatGoesAwayHarmsNobody()
    {
        var id = await silo.RefreshedDatabaseAsync();
        for (var i = 0; i < 5; i++)
        {
            using var response = await silo.Http.GetAsync($"/api/v1/databases/{id}/profiles/export", HttpCompletionOption.ResponseHeadersRead);
            await using var stream = await response.Content.ReadAsStreamAsync();
            Assert.Equal('E', stream.ReadByte());
        }

        Assert.NotEmpty(await silo.Http.GetStringAsync($"/api/v1/databases/{id}/profiles/export"));
    }

    private static void AssertSame(JsonElement expected, string cell, string name)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Null:
                Assert.True(cell.Length == 0, name);
                break;
            case JsonValueKind.Number:
                Assert.Equal(expected.GetDecimal(), decimal.Parse(cell, CultureInfo.InvariantCulture));
                break;
            case JsonValueKind.Array:
                Assert.Equal(string.Join('|', expected.EnumerateArray().Select(item => item.GetString())), cell);
                break;
            default:
                Assert.Equal(expected.GetString(), cell);
                break;
        }
    }

    /// <summary>Empty where it is absent, as a cell is.</summary>
    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString()! : "";

    /// <summary>RFC 4180, written for this test alone.</summary>
    private static List<List<string>> Parse(string csv)
    {
        var lines = new List<List<string>> { new() };
        var cell = new StringBuilder();
        for (var i = 0; i < csv.Length; i++)
        {
            if (csv[i] == '"')
            {
                for (i++; csv[i] != '"' || (i + 1 < csv.Length && csv[i + 1] == '"'); i++)
                    cell.Append(csv[i] == '"' ? csv[i++] : csv[i]);
            }
            else if (csv[i] == ',')
            {
                lines[^1].Add(cell.ToString());
                cell.Clear();
            }
            else if (csv[i] == '\r' && csv[i + 1] == '\n')
            {
                lines[^1].Add(cell.ToString());
                cell.Clear();
                i++;
                if (i + 1 < csv.Length)
                    lines.Add([]);
            }
            else
            {
                cell.Append(csv[i]);
            }
        }

        Assert.Equal(0, cell.Length);
        return lines;
    }
}
