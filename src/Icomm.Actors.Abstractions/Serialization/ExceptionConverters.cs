using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Abstractions.Serialization;

/// <summary>
/// How what the domain refuses travels between silos. Orleans carries exceptions of its own and of the framework only; others need this, or their callers learn of nothing but a
/// missing codec. Stack traces and inner exceptions stay where they were thrown.
/// </summary>
[GenerateSerializer, Alias("icomm.refusal")]
public struct RefusalSurrogate
{
    [Id(0)]
    public string? Subject;

    [Id(1)]
    public string? Detail;
}

[RegisterConverter]
internal sealed class UnknownIndicatorConverter : IConverter<UnknownIndicatorException, RefusalSurrogate>
{
    public UnknownIndicatorException ConvertFromSurrogate(in RefusalSurrogate surrogate) => new(surrogate.Subject);

    public RefusalSurrogate ConvertToSurrogate(in UnknownIndicatorException value) => new() { Subject = value.Name };
}

[RegisterConverter]
internal sealed class UnknownTimeZoneConverter : IConverter<UnknownTimeZoneException, RefusalSurrogate>
{
    public UnknownTimeZoneException ConvertFromSurrogate(in RefusalSurrogate surrogate) => new(surrogate.Subject!);

    public RefusalSurrogate ConvertToSurrogate(in UnknownTimeZoneException value) => new() { Subject = value.Id };
}

[RegisterConverter]
internal sealed class AsOfUnanswerableConverter : IConverter<AsOfUnanswerableException, RefusalSurrogate>
{
    public AsOfUnanswerableException ConvertFromSurrogate(in RefusalSurrogate surrogate) =>
        new(DateOnly.ParseExact(surrogate.Subject!, "O", null), DateOnly.ParseExact(surrogate.Detail!, "O", null));

    public RefusalSurrogate ConvertToSurrogate(in AsOfUnanswerableException value) => new() { Subject = value.AsOf.ToString("O"), Detail = value.Earliest.ToString("O") };
}

[RegisterConverter]
internal sealed class ProfileStateExceptionConverter : IConverter<ProfileStateException, RefusalSurrogate>
{
    public ProfileStateException ConvertFromSurrogate(in RefusalSurrogate surrogate) => new(surrogate.Subject!, surrogate.Detail!);

    public RefusalSurrogate ConvertToSurrogate(in ProfileStateException value) => new() { Subject = value.Code, Detail = value.Message };
}
