namespace Icomm.Actors.StoreSimulator.Icommkt;

/// <summary>Something in a request that a well-made client does not send.</summary>
/// <param name="At">By the simulator's clock.</param>
/// <param name="Method">SaveContact, SaveMultiContact, ….</param>
/// <param name="Position">Which contact of the batch, from 0; null when it is about the whole request.</param>
/// <param name="Field">Which field; null when it is about none.</param>
/// <param name="Problem">What is wrong.</param>
public sealed record IcommktViolation(DateTimeOffset At, string Method, int? Position, string? Field, string Problem);
