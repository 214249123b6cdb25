using System.Text.Json;
using Icomm.Actors.Domain;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Abstractions.Serialization;

/// <summary>
/// How a domain type travels between silos: as JSON, since Domain knows nothing of Orleans' attributes.
/// Inside a silo messages are immutable and passed as they are, so this costs nothing there.
/// </summary>
[GenerateSerializer, Alias("icomm.json")]
public struct JsonSurrogate
{
    [Id(0)]
    public byte[] Json;

    internal static JsonSurrogate From<T>(T value) => new() { Json = JsonSerializer.SerializeToUtf8Bytes(value) };

    internal readonly T To<T>() => JsonSerializer.Deserialize<T>(Json)!;
}

[RegisterConverter]
internal sealed class LocalizedTextConverter : IConverter<LocalizedText, JsonSurrogate>
{
    public LocalizedText ConvertFromSurrogate(in JsonSurrogate surrogate) => surrogate.To<LocalizedText>();

    public JsonSurrogate ConvertToSurrogate(in LocalizedText value) => JsonSurrogate.From(value);
}

[RegisterConverter]
internal sealed class DatabaseSettingsConverter : IConverter<DatabaseSettings, JsonSurrogate>
{
    public DatabaseSettings ConvertFromSurrogate(in JsonSurrogate surrogate) => surrogate.To<DatabaseSettings>();

    public JsonSurrogate ConvertToSurrogate(in DatabaseSettings value) => JsonSurrogate.From(value);
}

[RegisterConverter]
internal sealed class ProfileSummaryConverter : IConverter<ProfileSummary, JsonSurrogate>
{
    public ProfileSummary ConvertFromSurrogate(in JsonSurrogate surrogate) => surrogate.To<ProfileSummary>();

    public JsonSurrogate ConvertToSurrogate(in ProfileSummary value) => JsonSurrogate.From(value);
}

[RegisterConverter]
internal sealed class ProfileCustomerConverter : IConverter<ProfileCustomer, JsonSurrogate>
{
    public ProfileCustomer ConvertFromSurrogate(in JsonSurrogate surrogate) => surrogate.To<ProfileCustomer>();

    public JsonSurrogate ConvertToSurrogate(in ProfileCustomer value) => JsonSurrogate.From(value);
}

[RegisterConverter]
internal sealed class ProfileIndicatorsConverter : IConverter<ProfileIndicators, JsonSurrogate>
{
    public ProfileIndicators ConvertFromSurrogate(in JsonSurrogate surrogate) => surrogate.To<ProfileIndicators>();

    public JsonSurrogate ConvertToSurrogate(in ProfileIndicators value) => JsonSurrogate.From(value);
}

[RegisterConverter]
internal sealed class ProfilePurchaseConverter : IConverter<ProfilePurchase, JsonSurrogate>
{
    public ProfilePurchase ConvertFromSurrogate(in JsonSurrogate surrogate) => surrogate.To<ProfilePurchase>();

    public JsonSurrogate ConvertToSurrogate(in ProfilePurchase value) => JsonSurrogate.From(value);
}

[RegisterConverter]
internal sealed class SyncWindowConverter : IConverter<SyncWindow, JsonSurrogate>
{
    public SyncWindow ConvertFromSurrogate(in JsonSurrogate surrogate) => surrogate.To<SyncWindow>();

    public JsonSurrogate ConvertToSurrogate(in SyncWindow value) => JsonSurrogate.From(value);
}

[RegisterConverter]
internal sealed class ProfileRfmConverter : IConverter<ProfileRfm, JsonSurrogate>
{
    public ProfileRfm ConvertFromSurrogate(in JsonSurrogate surrogate) => surrogate.To<ProfileRfm>();

    public JsonSurrogate ConvertToSurrogate(in ProfileRfm value) => JsonSurrogate.From(value);
}

[RegisterConverter]
internal sealed class RankQuestionConverter : IConverter<RankQuestion, JsonSurrogate>
{
    public RankQuestion ConvertFromSurrogate(in JsonSurrogate surrogate) => surrogate.To<RankQuestion>();

    public JsonSurrogate ConvertToSurrogate(in RankQuestion value) => JsonSurrogate.From(value);
}

[RegisterConverter]
internal sealed class TimeIntervalConverter : IConverter<TimeInterval, JsonSurrogate>
{
    public TimeInterval ConvertFromSurrogate(in JsonSurrogate surrogate) => surrogate.To<TimeInterval>();

    public JsonSurrogate ConvertToSurrogate(in TimeInterval value) => JsonSurrogate.From(value);
}
