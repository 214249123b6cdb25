namespace Icomm.Actors.Embedded;

/// <summary>Work for a <see cref="TurnQueue"/> that isn't a task: an arriving call, a timer's tick, a command of the engine.</summary>
internal interface ITurn
{
    /// <summary>Runs on the queue. Must not throw: errors belong to whoever waits for the turn.</summary>
    void Run();
}
