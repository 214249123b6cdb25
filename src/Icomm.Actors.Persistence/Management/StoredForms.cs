using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Persistence.Management;

/// <summary>
/// The JSON that management tables hold, and the versions of its forms. A record of any past version is read; adding an optional property needs no new version,
/// anything else gets a new number, a reader for the old one here, and a golden record in the tests.
/// </summary>
internal static class StoredForms
{
    public const int IntegrationVersion = 1;
    public const int DatabaseSettingsVersion = 1;

    public static byte[] Encode(IntegrationRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, StoredJson.Default.IntegrationRecord);

    /// <exception cref="PersistenceException">Written by a newer version, or damaged.</exception>
    public static IntegrationRecord DecodeIntegration(long version, byte[] json) => version == IntegrationVersion
        ? Read(json, StoredJson.Default.IntegrationRecord, "an integration")
        : throw TooNew("an integration", version);

    public static string Encode(DatabaseSettings settings) => JsonSerializer.Serialize(settings, StoredJson.Default.DatabaseSettings);

    /// <exception cref="PersistenceException">Written by a newer version, or damaged.</exception>
    public static DatabaseSettings DecodeSettings(long version, string json) => version == DatabaseSettingsVersion
        ? Read(json, StoredJson.Default.DatabaseSettings, "a database's settings")
        : throw TooNew("a database's settings", version);

    public static string Encode(ImmutableArray<RunMessage> messages) => JsonSerializer.Serialize(messages, StoredJson.Default.ImmutableArrayRunMessage);

    public static ImmutableArray<RunMessage> DecodeMessages(string json) => Read(json, StoredJson.Default.ImmutableArrayRunMessage, "the messages of a run");

    public static string Encode(ImmutableArray<NamedId> categories) => JsonSerializer.Serialize(categories, StoredJson.Default.ImmutableArrayNamedId);

    public static ImmutableArray<NamedId> DecodeCategories(string json) => Read(json, StoredJson.Default.ImmutableArrayNamedId, "the categories of a product");

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
[JsonSerializable(typeof(ImmutableArray<NamedId>))]
internal sealed partial class StoredJson : JsonSerializerContext;
