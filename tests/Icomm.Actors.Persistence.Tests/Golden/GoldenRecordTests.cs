using System.Text;
using System.Text.Json.Nodes;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Tests.Golden;

/// <summary>Records as past versions wrote them. A golden text is never edited: a new form gets a new number and a new text beside it.</summary>
public sealed class GoldenRecordTests
{
    private const string IntegrationVersion1 = """
        {"definition":{"name":"Tienda","storeType":"magento","databaseId":"d1","settings":{"url":"https://shop.example"},"protectedSecrets":"CfDJ8","startsAt":"2024-11-21T12:00:00+00:00","interval":"04:00:00","window":{"timeZone":"America/Montevideo","from":"22:00:00","until":"06:30:00"}},"createdAt":"2026-11-21T12:00:00.1234567+00:00","covered":{"Orders":{"intervals":[{"from":"2026-11-12T12:00:00+00:00","until":"2026-11-16T12:00:00+00:00"},{"from":"2026-11-18T12:00:00+00:00","until":"2026-11-21T12:00:00+00:00"}],"resolution":"00:00:01"}},"openSlice":{"resource":"Orders","window":{"from":"2026-11-16T12:00:01+00:00","until":"2026-11-18T11:59:59+00:00"},"nextPageToken":"page-7","read":700,"total":1200},"currentRun":{"runId":"r1","startedAt":"2026-11-21T12:00:00+00:00","until":"2026-11-21T11:59:00+00:00","counters":{"read":700,"new":600,"changed":0,"unchanged":100,"rejected":0,"pages":7}},"lastSuccessAt":"2026-11-20T12:00:00+00:00","nextDueAt":"2026-11-21T15:00:00+00:00","lastProblemCode":"store_unreachable","consecutiveFailures":2}
        """;

    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_integration_of_version_1_is_read()
    {
        var record = StoredForms.DecodeIntegration(1, Encoding.UTF8.GetBytes(IntegrationVersion1));
        var definition = record.Definition!;
        Assert.Equal(("Tienda", "magento", "d1", "CfDJ8"), (definition.Name, definition.StoreType, definition.DatabaseId, definition.ProtectedSecrets));
        Assert.Equal("https://shop.example", definition.Settings["url"]);
        Assert.Equal((Noon.AddYears(-2), TimeSpan.FromHours(4)), (definition.StartsAt, definition.Interval));
        Assert.Equal(new SyncWindow("America/Montevideo", new TimeOnly(22, 0), new TimeOnly(6, 30)), definition.Window);
        Assert.Equal(Noon.AddTicks(1_234_567), record.CreatedAt);
        Assert.Equal(IntervalSet.Empty.Add(new TimeInterval(Noon.AddDays(-9), Noon.AddDays(-5))).Add(new TimeInterval(Noon.AddDays(-3), Noon)), record.Covered["Orders"]);
        Assert.Equal(new SliceCheckpoint("Orders", new TimeInterval(Noon.AddDays(-5).AddSeconds(1), Noon.AddDays(-3).AddSeconds(-1)), "page-7", 700, 1_200), record.OpenSlice);
        Assert.Equal(
            new RunCheckpoint { RunId = "r1", StartedAt = Noon, Until = Noon.AddMinutes(-1), Counters = new RunCounters { Read = 700, New = 600, Unchanged = 100, Pages = 7 } },
            record.CurrentRun);
        Assert.Equal(
            (Noon.AddDays(-1), Noon.AddHours(3), "store_unreachable", 2), (record.LastSuccessAt!.Value, record.NextDueAt!.Value, record.LastProblemCode, record.ConsecutiveFailures));
    }

    [Fact]
    public void What_version_1_holds_is_still_written_under_the_same_names()
    {
        var golden = Encoding.UTF8.GetBytes(IntegrationVersion1);
        AssertHolds(JsonNode.Parse(golden)!, JsonNode.Parse(StoredForms.Encode(StoredForms.DecodeIntegration(1, golden))), "$");
    }

    [Fact]
    public void An_empty_integration_of_version_1_is_read()
    {
        var record = StoredForms.DecodeIntegration(1, "{}"u8.ToArray());
        Assert.Null(record.Definition);
        Assert.Empty(record.Covered);
    }

    [Fact]
    public void Settings_of_version_1_are_read()
    {
        var settings = StoredForms.DecodeSettings(1, """{"timeZone":"Europe/Madrid","currency":"EUR","rates":{"USD":0.92},"olderWindow":"Lifetime"}""");
        Assert.Equal(("Europe/Madrid", "EUR", 0.92m, OlderWindowPolicy.Lifetime), (settings.TimeZone, settings.Currency, settings.Rates["USD"], settings.OlderWindow));
    }

    [Fact]
    public void Messages_and_categories_are_read()
    {
        var messages = StoredForms.DecodeMessages("""[{"at":"2026-11-21T12:00:00+00:00","level":"error","code":"store_unreachable","text":"no answer"}]""");
        Assert.Equal(new RunMessage(Noon, "error", "store_unreachable", "no answer"), Assert.Single(messages));
        Assert.Equal(new NamedId("1", "Ropa"), Assert.Single(StoredForms.DecodeCategories("""[{"id":"1","name":"Ropa"}]""")));
    }

    [Fact]
    public void A_form_of_the_future_and_a_damaged_one_are_refused_without_showing_them()
    {
        Assert.Equal(PersistenceErrors.RecordTooNew, Assert.Throws<PersistenceException>(() => StoredForms.DecodeIntegration(2, "{}"u8.ToArray())).Code);
        Assert.Equal(PersistenceErrors.RecordTooNew, Assert.Throws<PersistenceException>(() => StoredForms.DecodeSettings(2, "{}")).Code);
        var error = Assert.Throws<PersistenceException>(() => StoredForms.DecodeIntegration(1, """{"definition": "ana@example.com"}"""u8.ToArray()));
        Assert.Equal(PersistenceErrors.RecordUnreadable, error.Code);
        Assert.DoesNotContain("ana@", error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>More properties may be there.</summary>
    private static void AssertHolds(JsonNode expected, JsonNode? actual, string path)
    {
        Assert.True(actual is not null, path);
        if (expected is JsonObject properties)
        {
            foreach (var (name, value) in properties)
                AssertHolds(value!, actual[name], $"{path}.{name}");
        }
        else if (expected is JsonArray items)
        {
            Assert.Equal(items.Count, actual.AsArray().Count);
            for (var i = 0; i < items.Count; i++)
                AssertHolds(items[i]!, actual[i], $"{path}[{i}]");
        }
        else
        {
            Assert.True(JsonNode.DeepEquals(expected, actual), $"{path}: {expected.ToJsonString()} became {actual.ToJsonString()}");
        }
    }
}
