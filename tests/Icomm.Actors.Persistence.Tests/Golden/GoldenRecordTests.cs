using System.Text;
using System.Text.Json.Nodes;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Refreshes;
using Icomm.Actors.Persistence.Tests.Compliance;

namespace Icomm.Actors.Persistence.Tests.Golden;

/// <summary>Records as past versions wrote them. A golden text is never edited: a new form gets a new number and a new text beside it.</summary>
public sealed class GoldenRecordTests
{
    private const string IntegrationVersion1 = """
        {"definition":{"name":"Tienda","storeType":"magento","databaseId":"d1","settings":{"url":"https://shop.example"},"protectedSecrets":"CfDJ8","startsAt":"2024-11-21T12:00:00+00:00","interval":"04:00:00","window":{"timeZone":"America/Montevideo","from":"22:00:00","until":"06:30:00"}},"createdAt":"2026-11-21T12:00:00.1234567+00:00","covered":{"Orders":{"intervals":[{"from":"2026-11-12T12:00:00+00:00","until":"2026-11-16T12:00:00+00:00"},{"from":"2026-11-18T12:00:00+00:00","until":"2026-11-21T12:00:00+00:00"}],"resolution":"00:00:01"}},"openSlice":{"resource":"Orders","window":{"from":"2026-11-16T12:00:01+00:00","until":"2026-11-18T11:59:59+00:00"},"nextPageToken":"page-7","read":700,"total":1200},"currentRun":{"runId":"r1","startedAt":"2026-11-21T12:00:00+00:00","until":"2026-11-21T11:59:00+00:00","counters":{"read":700,"new":600,"changed":0,"unchanged":100,"rejected":0,"pages":7}},"lastSuccessAt":"2026-11-20T12:00:00+00:00","nextDueAt":"2026-11-21T15:00:00+00:00","lastProblemCode":"store_unreachable","consecutiveFailures":2}
        """;

    private const string RefreshVersion1 = """
        {"isScheduled":true,"nextDueAt":"2026-11-22T04:00:00+00:00","current":{"refreshId":"f12","number":12,"asOf":"2026-11-21","startedAt":"2026-11-21T12:00:00+00:00","publish":true,"settings":{"timeZone":"Europe/Madrid","currency":"EUR","rates":{"USD":0.92},"olderWindow":"Lifetime","rfmMethod":"RRfm","segmentMapName":"icomm","ownSegmentMap":{"name":"propio \u00F1","matching":"First","rules":[{"segment":"A","recency":{"min":1,"max":2},"frequency":{"min":1,"max":5},"monetary":{"min":5,"max":5}},{"segment":"B","recency":{"min":1,"max":5},"frequency":{"min":1,"max":5},"monetary":{"min":1,"max":5}}],"otherwise":"Others"},"refreshAt":"05:15:00"},"stage":"Scoring","ranges":[{"range":{"after":0,"to":50},"isDone":true},{"range":{"after":50,"to":9223372036854775807},"isDone":false}],"modelVersion":12,"counters":{"profiles":100,"evaluated":20,"rescored":3,"unanswerable":1}},"lastNumber":12,"lastCompleted":{"number":11,"refreshId":"f11","asOf":"2026-11-20","endedAt":"2026-11-20T12:00:00+00:00","modelVersion":11,"settingsStamp":-7,"modelStamp":9223372036854775807},"lastProblemCode":"store_failed","consecutiveFailures":0}
        """;

    private const string PublicationVersion1 = """
        {"definition":{"name":"Contactos","type":"icommkt","settings":{"profile_key":"k"},"protectedSecrets":"CfDJ8"},"createdAt":"2026-11-21T12:00:00+00:00","current":{"runId":"r2","startedAt":"2026-11-21T12:00:00+00:00","asOf":"2026-11-21","after":77,"sent":60,"rejected":2},"wantedAgain":"2026-11-22","lastRun":{"runId":"r1","startedAt":"2026-11-20T12:00:00+00:00","endedAt":"2026-11-21T12:00:00+00:00","asOf":"2026-11-20","sent":100,"rejected":3,"problemCode":"receiver_unreachable","problem":"no answer"},"lastSuccessAt":"2026-11-19T12:00:00+00:00","retryAt":"2026-11-21T12:05:00+00:00","consecutiveFailures":4}
        """;

    private const string InboxVersion1 = """
        {"entry":{"runId":"20261121T110000000Z-push","startedAt":"2026-11-21T11:00:00+00:00","until":"2026-11-21T12:00:00+00:00","counters":{"read":9,"new":5,"changed":2,"unchanged":1,"rejected":1,"pages":3}},"lastAppliedAt":"2026-11-21T12:00:00.1234567+00:00","lastProblemCode":"database_not_found","lastProblemText":"The integration's database is gone.","consecutiveFailures":3,"retryAt":"2026-11-21T12:04:00+00:00"}
        """;

    private const string ImportVersion1 = """
        {"definition":{"fileName":"hist\u00F3rico.csv","notBefore":"2024-11-21T12:00:00+00:00"},"state":"Applying","startedAt":"2026-11-21T12:00:00+00:00","receivedAt":"2026-11-21T12:05:00+00:00","endedAt":"2026-11-21T13:00:00+00:00","file":{"bytes":1000000,"lines":900,"orders":450,"rejected":{"columns_missing":2}},"progress":{"after":"o7","done":400,"new":300,"changed":50,"unchanged":40},"rejected":{"amount_invalid":10,"columns_missing":2},"problem":{"code":"internal_error","message":"It failed.","remedy":"Upload it again."},"isUnwanted":true,"hasRows":true,"interruptions":3}
        """;

    private const string ModelVersion1 = """
        {"version":3,"asOf":"2026-11-21","computedAt":"2026-11-21T12:00:00.0000001+00:00","method":"RRfm","currency":"EUR","olderWindow":"Lifetime","periods":[{"population":0,"recency":[],"frequency":[],"monetary":[]},{"population":1001,"recency":[1,2.4,3,4],"frequency":[1,1,2,3.2],"monetary":[-0.0001,0,123456789012.3456,1000000000000]},{"population":1002,"recency":[1,2.4,3,4],"frequency":[1,1,2,3.2],"monetary":[-0.0001,0,123456789012.3456,1000000000000]},{"population":1003,"recency":[1,2.4,3,4],"frequency":[1,1,2,3.2],"monetary":[-0.0001,0,123456789012.3456,1000000000000]},{"population":1004,"recency":[1,2.4,3,4],"frequency":[1,1,2,3.2],"monetary":[-0.0001,0,123456789012.3456,1000000000000]},{"population":1005,"recency":[1,2.4,3,4],"frequency":[1,1,2,3.2],"monetary":[-0.0001,0,123456789012.3456,1000000000000]},{"population":1006,"recency":[1,2.4,3,4],"frequency":[1,1,2,3.2],"monetary":[-0.0001,0,123456789012.3456,1000000000000]}],"segments":{"name":"propio \u00F1","matching":"First","rules":[{"segment":"A","recency":{"min":1,"max":2},"frequency":{"min":1,"max":5},"monetary":{"min":5,"max":5}},{"segment":"B","recency":{"min":1,"max":5},"frequency":{"min":1,"max":5},"monetary":{"min":1,"max":5}}],"otherwise":"Others"}}
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
    public void Settings_that_know_nothing_of_rfm_get_its_defaults()
    {
        foreach (var text in new[] { """{"timeZone":"Europe/Madrid","currency":"EUR","rates":{},"olderWindow":"OlderThan"}""", """{"timeZone":"Europe/Madrid","currency":"EUR"}""" })
        {
            var settings = StoredForms.DecodeSettings(1, text);
            Assert.Equal((RfmMethod.Quantile, SegmentMaps.Default, new TimeOnly(4, 0)), (settings.RfmMethod, settings.SegmentMapName, settings.RefreshAt));
            Assert.Null(settings.OwnSegmentMap);
            Assert.Empty(settings.Rates);
        }
    }

    [Fact]
    public void A_refresh_of_version_1_is_read_and_still_written_under_the_same_names()
    {
        var golden = Encoding.UTF8.GetBytes(RefreshVersion1);
        var record = StoredForms.DecodeRefresh(1, golden);
        var expected = RefreshStoreCompliance.Record();
        Assert.Equal((expected.IsScheduled, expected.NextDueAt, expected.LastNumber, expected.LastCompleted! with { Currency = null }), (record.IsScheduled, record.NextDueAt, record.LastNumber, record.LastCompleted));
        Assert.Equal(expected.Current! with { Settings = record.Current!.Settings, Ranges = record.Current.Ranges }, record.Current);
        Assert.Equal(expected.Current!.Ranges.AsEnumerable(), record.Current.Ranges);
        Assert.Equal(expected.Current.Settings.OwnSegmentMap, record.Current.Settings.OwnSegmentMap);
        AssertHolds(JsonNode.Parse(golden)!, JsonNode.Parse(StoredForms.Encode(record)), "$");
        Assert.Null(StoredForms.DecodeRefresh(1, "{}"u8.ToArray()).Current);
    }

    [Fact]
    public void A_publication_of_version_1_is_read_and_still_written_under_the_same_names()
    {
        var golden = Encoding.UTF8.GetBytes(PublicationVersion1);
        var record = StoredForms.DecodePublication(1, golden);
        Assert.Equal(("Contactos", "icommkt", "CfDJ8", "k"), (record.Definition!.Name, record.Definition.Type, record.Definition.ProtectedSecrets, record.Definition.Settings["profile_key"]));
        Assert.Equal(new PublicationCheckpoint("r2", Noon, new DateOnly(2026, 11, 21), 77, 60, 2), record.Current);
        Assert.Equal(new PublicationResult("r1", Noon.AddDays(-1), Noon, new DateOnly(2026, 11, 20), 100, 3, "receiver_unreachable", "no answer"), record.LastRun);
        Assert.Equal((Noon, new DateOnly(2026, 11, 22), Noon.AddDays(-2), Noon.AddMinutes(5), 4), (record.CreatedAt, record.WantedAgain!.Value, record.LastSuccessAt!.Value, record.RetryAt!.Value, record.ConsecutiveFailures));
        AssertHolds(JsonNode.Parse(golden)!, JsonNode.Parse(StoredForms.Encode(record)), "$");
        Assert.Null(StoredForms.DecodePublication(1, "{}"u8.ToArray()).Definition);
    }

    [Fact]
    public void An_inbox_of_version_1_is_read_and_still_written_under_the_same_names()
    {
        var golden = Encoding.UTF8.GetBytes(InboxVersion1);
        var record = StoredForms.DecodeInbox(1, golden);
        Assert.Equal(
            new RunCheckpoint
            {
                RunId = "20261121T110000000Z-push",
                StartedAt = Noon.AddHours(-1),
                Until = Noon,
                Counters = new RunCounters { Read = 9, New = 5, Changed = 2, Unchanged = 1, Rejected = 1, Pages = 3 },
            },
            record.Entry);
        Assert.Equal(
            (Noon.AddTicks(1_234_567), "database_not_found", "The integration's database is gone.", 3, Noon.AddMinutes(4)),
            (record.LastAppliedAt!.Value, record.LastProblemCode, record.LastProblemText, record.ConsecutiveFailures, record.RetryAt!.Value));
        AssertHolds(JsonNode.Parse(golden)!, JsonNode.Parse(StoredForms.Encode(record)), "$");
        Assert.Null(StoredForms.DecodeInbox(1, "{}"u8.ToArray()).Entry);
    }

    [Fact]
    public void An_import_of_version_1_is_read_and_still_written_under_the_same_names()
    {
        var golden = Encoding.UTF8.GetBytes(ImportVersion1);
        var record = StoredForms.DecodeImport(1, golden);
        Assert.Equal(new ImportDefinition("histórico.csv", Noon.AddYears(-2)), record.Definition);
        Assert.Equal((ImportState.Applying, Noon, Noon.AddMinutes(5), Noon.AddHours(1)), (record.State, record.StartedAt, record.ReceivedAt!.Value, record.EndedAt!.Value));
        Assert.Equal((1_000_000, 900, 450, 2), (record.File.Bytes, record.File.Lines, record.File.Orders, record.File.Rejected["columns_missing"]));
        Assert.Equal(new ImportProgress("o7", 400, 300, 50, 40), record.Progress);
        Assert.Equal((10, 2), (record.Rejected["amount_invalid"], record.Rejected["columns_missing"]));
        Assert.Equal(new ImportProblem("internal_error", "It failed.", "Upload it again."), record.Problem);
        Assert.Equal((true, true, 3), (record.IsUnwanted, record.HasRows, record.Interruptions));
        AssertHolds(JsonNode.Parse(golden)!, JsonNode.Parse(StoredForms.Encode(record)), "$");

        var empty = StoredForms.DecodeImport(1, "{}"u8.ToArray());
        Assert.Equal((ReceivedFile.Nothing, ImportProgress.None, false), (empty.File, empty.Progress, empty.HasRows));
        Assert.Empty(empty.Rejected);
    }

    [Fact]
    public void A_model_of_version_1_is_read_and_still_written_under_the_same_names()
    {
        var model = StoredForms.DecodeModel(1, ModelVersion1);
        var expected = RefreshStoreCompliance.Model(3, new DateOnly(2026, 11, 21));
        Assert.Equal(expected with { Periods = model.Periods }, model);
        Assert.Equal(expected.Periods.AsEnumerable(), model.Periods);
        AssertHolds(JsonNode.Parse(ModelVersion1)!, JsonNode.Parse(StoredForms.Encode(model)), "$");
    }

    [Fact]
    public void Segments_and_transitions_are_read()
    {
        Assert.Equal(new SegmentCount("LOYAL", 7, 70, 1234.5678m), Assert.Single(StoredForms.DecodeSegments("""[{"segment":"LOYAL","customers":7,"purchases":70,"amount":1234.5678}]""")));
        Assert.Equal(new SegmentTransition("A", "B", 3), Assert.Single(StoredForms.DecodeTransitions("""[{"from":"A","to":"B","customers":3}]""")));
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
        Assert.Equal(PersistenceErrors.RecordTooNew, Assert.Throws<PersistenceException>(() => StoredForms.DecodeRefresh(2, "{}"u8.ToArray())).Code);
        Assert.Equal(PersistenceErrors.RecordTooNew, Assert.Throws<PersistenceException>(() => StoredForms.DecodePublication(2, "{}"u8.ToArray())).Code);
        Assert.Equal(PersistenceErrors.RecordTooNew, Assert.Throws<PersistenceException>(() => StoredForms.DecodeModel(2, "{}")).Code);
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
