namespace Icomm.Actors.Domain;

/// <summary>Something the domain refuses, with a code that callers and the REST API may rely on: codes never change, messages may.</summary>
public abstract class DomainException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable, lower snake case.</summary>
    public string Code { get; } = code;
}
