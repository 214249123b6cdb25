namespace Icomm.Actors.StoreSimulator.Icommkt;

/// <summary>Makes the API refuse some contacts of a batch and take the others.</summary>
/// <param name="EmailContains">Whose e-mail holds this text, letter case aside.</param>
public sealed record RejectionRule(string EmailContains)
{
    /// <summary>The contact's status code in the answer.</summary>
    public int StatusCode { get; init; } = 3;

    /// <summary>The message in the answer; {email} stands for the e-mail, which the API likes to quote.</summary>
    public string Message { get; init; } = "Contact {email} was rejected";

    /// <summary>How often it refuses before it is used up; null for always.</summary>
    public int? Times { get; init; }
}
