namespace Icomm.Actors.Publishing;

/// <summary>What became of one contact.</summary>
/// <param name="IsAccepted">False: the receiver has the contact as it was before, or not at all.</param>
/// <param name="Code">Why it was rejected, stable: one of <see cref="ContactRejections"/>. Null when accepted.</param>
/// <param name="Message">The same for a person. Holds neither e-mail nor key, also where the receiver wrote them. Null when accepted.</param>
public sealed record ContactOutcome(bool IsAccepted, string? Code, string? Message)
{
    public static ContactOutcome Accepted { get; } = new(true, null, null);

    public static ContactOutcome Rejected(string code, string message) => new(false, code, message);
}
