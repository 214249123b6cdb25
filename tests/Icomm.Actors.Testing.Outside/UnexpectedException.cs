namespace Icomm.Actors.Testing.Outside;

/// <summary>The product did something else than it should.</summary>
internal sealed class UnexpectedException(string message) : Exception(message);
