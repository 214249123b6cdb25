namespace Icomm.Actors.Embedded;

/// <summary>The queue for a silo's own services, so that a seeded crash of the silo stops them as well.</summary>
internal sealed class SiloQueue(WorkRunner runner, string name) : TurnQueue
{
    public override WorkRunner Runner => runner;

    public override string ToString() => name;

    /// <summary>Runs asynchronous code with this queue as its scheduler.</summary>
    public Task RunAsync(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();
}
