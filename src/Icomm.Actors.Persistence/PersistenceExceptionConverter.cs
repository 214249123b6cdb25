using Orleans;

namespace Icomm.Actors.Persistence;

/// <summary>A <see cref="PersistenceException"/> on its way between silos: without this its callers learn of nothing but a missing codec. Inner exceptions stay where they were thrown.</summary>
[GenerateSerializer, Alias("icomm.persistence-exception")]
public struct PersistenceExceptionSurrogate
{
    [Id(0)]
    public string Code;

    [Id(1)]
    public string Message;
}

[RegisterConverter]
internal sealed class PersistenceExceptionConverter : IConverter<PersistenceException, PersistenceExceptionSurrogate>
{
    public PersistenceException ConvertFromSurrogate(in PersistenceExceptionSurrogate surrogate) => new(surrogate.Code, surrogate.Message);

    public PersistenceExceptionSurrogate ConvertToSurrogate(in PersistenceException value) => new() { Code = value.Code, Message = value.Message };
}
