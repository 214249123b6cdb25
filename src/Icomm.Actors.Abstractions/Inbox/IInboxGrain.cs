namespace Icomm.Actors.Abstractions.Inbox;

/// <summary>
/// Applies what a store pushed, keyed by <see cref="Integrations.IntegrationKey"/>. Messages are kept in the store before the grain hears of them: a call that is lost delays them
/// until the reminder ticks, nothing else.
/// </summary>
[Alias("icomm.inbox")]
public interface IInboxGrain : IGrainWithStringKey
{
    /// <summary>Says that a message has been stored. Returns at once; one that came while messages are applied is applied with them.</summary>
    [Alias("wake")]
    Task WakeAsync();

    /// <summary>
    /// Makes sure that the reminder exists, and applies what waits, also when the last attempt failed a moment ago. Called for every inbox when a silo starts, when a token is made,
    /// and when a person wants it.
    /// </summary>
    [Alias("arm")]
    Task ArmAsync();

    /// <summary>Stops applying and lets go of the inbox, tokens first, because its integration is deleted. Its messages are left to whoever deletes them.</summary>
    [Alias("close")]
    Task CloseAsync();
}
