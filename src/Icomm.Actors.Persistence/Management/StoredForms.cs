using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.Audit;
using Icomm.Actors.Persistence.Erasures;
using Icomm.Actors.Persistence.Imports;
using Icomm.Actors.Persistence.Inbox;
using Icomm.Actors.Persistence.Publishing;
using Icomm.Actors.Persistence.Refreshes;

namespace Icomm.Actors.Persistence.Management;

/// <summary>
/// The JSON that management tables hold, and the versions of its forms. A record of any past version is read; adding an optional property needs no new version,
/// anything else gets a new number, a reader for the old one here, and a golden record in the tests.
/// </summary>
internal static class StoredForms
{
    public const int IntegrationVersion = 1;
    public const int DatabaseSettingsVersion = 1;
    public const int RefreshVersion = 1;
    public const int PublicationVersion = 1;
    public const int ImportVersion = 1;
    public const int RfmModelVersion = 1;
    public const int InboxVersion = 1;
    public const int ErasureVersion = 1;

    private static readonly JsonObject DefaultSettings = OptionalSettings();

    public static byte[] Encode(IntegrationRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, StoredJson.Default.IntegrationRecord);

    /// <exception cref="PersistenceException">Written by a newer version, or damaged.</exception>
    public static IntegrationRecord DecodeIntegration(long version, byte[] json) => version == IntegrationVersion
        ? Read(json, StoredJson.Default.IntegrationRecord, "an integration")
        : throw TooNew("an integration", version);

    public static string Encode(DatabaseSettings settings) => JsonSerializer.Serialize(settings, StoredJson.Default.DatabaseSettings);

    /// <exception cref="PersistenceException">Written by a newer version, or damaged.</exception>
    public static DatabaseSettings DecodeSettings(long version, string json) => version == DatabaseSettingsVersion
        ? Read(WithDefaults(json), StoredJson.Default.DatabaseSettings, "a database's settings")
        : throw TooNew("a database's settings", version);

    public static string Encode(ImmutableArray<RunMessage> messages) => JsonSerializer.Serialize(messages, StoredJson.Default.ImmutableArrayRunMessage);

    public static ImmutableArray<RunMessage> DecodeMessages(string json) => Read(json, StoredJson.Default.ImmutableArrayRunMessage, "the messages of a run");

    public static string Encode(ImmutableArray<StageProgress> stages) => JsonSerializer.Serialize(stages, StoredJson.Default.ImmutableArrayStageProgress);

    public static ImmutableArray<StageProgress> DecodeStages(string json) => Read(json, StoredJson.Default.ImmutableArrayStageProgress, "the stages of a run");

    public static string Encode(ImmutableArray<NamedId> categories) => JsonSerializer.Serialize(categories, StoredJson.Default.ImmutableArrayNamedId);

    public static ImmutableArray<NamedId> DecodeCategories(string json) => Read(json, StoredJson.Default.ImmutableArrayNamedId, "the categories of a product");

    public static byte[] Encode(RefreshRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, StoredJson.Default.RefreshRecord);

    /// <exception cref="PersistenceException">Written by a newer version, or damaged.</exception>
    public static RefreshRecord DecodeRefresh(long version, byte[] json) => version == RefreshVersion
        ? Read(json, StoredJson.Default.RefreshRecord, "a refresh")
        : throw TooNew("a refresh", version);

    public static byte[] Encode(PublicationRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, StoredJson.Default.PublicationRecord);

    /// <exception cref="PersistenceException">Written by a newer version, or damaged.</exception>
    public static PublicationRecord DecodePublication(long version, byte[] json) => version == PublicationVersion
        ? Read(json, StoredJson.Default.PublicationRecord, "a publication")
        : throw TooNew("a publication", version);

    public static byte[] Encode(InboxRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, StoredJson.Default.InboxRecord);

    /// <exception cref="PersistenceException">Written by a newer version, or damaged.</exception>
    public static InboxRecord DecodeInbox(long version, byte[] json) => version == InboxVersion
        ? Read(json, StoredJson.Default.InboxRecord, "an inbox")
        : throw TooNew("an inbox", version);

    public static byte[] Encode(ImportRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, StoredJson.Default.ImportRecord);

    /// <exception cref="PersistenceException">Written by a newer version, or damaged.</exception>
    public static ImportRecord DecodeImport(long version, byte[] json) => version == ImportVersion
        ? Read(json, StoredJson.Default.ImportRecord, "an import")
        : throw TooNew("an import", version);

    public static string Encode(ErasureReceipt receipt) => JsonSerializer.Serialize(receipt, StoredJson.Default.ErasureReceipt);

    /// <exception cref="PersistenceException">Written by a newer version, or damaged.</exception>
    public static ErasureReceipt DecodeErasure(long version, string json) => version == ErasureVersion
        ? Read(json, StoredJson.Default.ErasureReceipt, "a receipt")
        : throw TooNew("a receipt", version);

    public static string Encode(RfmModel model) => JsonSerializer.Serialize(model, StoredJson.Default.RfmModel);

    /// <exception cref="PersistenceException">Written by a newer version, or damaged.</exception>
    public static RfmModel DecodeModel(long version, string json) => version == RfmModelVersion
        ? Read(json, StoredJson.Default.RfmModel, "an RFM model")
        : throw TooNew("an RFM model", version);

    public static string Encode(ImmutableArray<SegmentCount> segments) => JsonSerializer.Serialize(segments, StoredJson.Default.ImmutableArraySegmentCount);

    public static ImmutableArray<SegmentCount> DecodeSegments(string json) => Read(json, StoredJson.Default.ImmutableArraySegmentCount, "the segments of a refresh");

    public static string Encode(ImmutableArray<SegmentTransition> transitions) => JsonSerializer.Serialize(transitions, StoredJson.Default.ImmutableArraySegmentTransition);

    public static ImmutableArray<SegmentTransition> DecodeTransitions(string json) =>
        Read(json, StoredJson.Default.ImmutableArraySegmentTransition, "the transitions of a refresh");

    public static string Encode(ImmutableArray<FieldChange> changes) => JsonSerializer.Serialize(changes, StoredJson.Default.ImmutableArrayFieldChange);

    public static ImmutableArray<FieldChange> DecodeChanges(string json) => Read(json, StoredJson.Default.ImmutableArrayFieldChange, "the changes of an entry of the audit log");

    private static JsonObject OptionalSettings()
    {
        var settings = JsonSerializer.SerializeToNode(new DatabaseSettings { TimeZone = "", Currency = "" }, StoredJson.Default.DatabaseSettings)!.AsObject();
        settings.Remove("timeZone");
        settings.Remove("currency");
        return settings;
    }

    /// <summary>Adds what settings have come to hold since the text was written: generated readers give an init-only property that is missing no default.</summary>
    private static string WithDefaults(string json)
    {
        try
        {
            if (JsonNode.Parse(json) is not JsonObject stored)
                return json;
            var isComplete = true;
            foreach (var (name, value) in DefaultSettings)
                isComplete &= !stored.TryAdd(name, value?.DeepClone());
            return isComplete ? json : stored.ToJsonString();
        }
        catch (JsonException)
        {
            return json; // the reader says so
        }
    }

    private static T Read<T>(byte[] json, JsonTypeInfo<T> type, string what)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw Unreadable(what, null);
        }
        catch (JsonException e)
        {
            throw Unreadable(what, e);
        }
    }

    private static T Read<T>(string json, JsonTypeInfo<T> type, string what)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw Unreadable(what, null);
        }
        catch (JsonException e)
        {
            throw Unreadable(what, e);
        }
    }

    private static PersistenceException TooNew(string what, long version) =>
        new(PersistenceErrors.RecordTooNew, $"The row of {what} has form {version}, which a newer version of this program wrote: run that version.");

    // A JsonException's message tells path and position, not the text.
    private static PersistenceException Unreadable(string what, JsonException? inner) =>
        new(PersistenceErrors.RecordUnreadable, $"The row of {what} can't be read.", inner);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IntegrationRecord))]
[JsonSerializable(typeof(DatabaseSettings))]
[JsonSerializable(typeof(ImmutableArray<RunMessage>))]
[JsonSerializable(typeof(ImmutableArray<StageProgress>))]
[JsonSerializable(typeof(ImmutableArray<NamedId>))]
[JsonSerializable(typeof(RefreshRecord))]
[JsonSerializable(typeof(PublicationRecord))]
[JsonSerializable(typeof(ImportRecord))]
[JsonSerializable(typeof(RfmModel))]
[JsonSerializable(typeof(InboxRecord))]
[JsonSerializable(typeof(ErasureReceipt))]
[JsonSerializable(typeof(ImmutableArray<FieldChange>))]
[JsonSerializable(typeof(ImmutableArray<SegmentCount>))]
[JsonSerializable(typeof(ImmutableArray<SegmentTransition>))]
internal sealed partial class StoredJson : JsonSerializerContext;
