namespace Icomm.Actors.Testing;

/// <summary>Something that happens once and that a test or a grain waits for.</summary>
/// <param name="name">What happens: "the first call is in the method".</param>
public sealed class Signal(string name)
{
    private readonly TaskCompletionSource _set = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether it has happened.</summary>
    public bool IsSet => _set.Task.IsCompleted;

    /// <summary>It happens.</summary>
    public void Set() => _set.TrySetResult();

    /// <summary>Waits without a limit: for grains that a test holds up.</summary>
    public Task Held(CancellationToken cancellationToken = default) => _set.Task.WaitAsync(cancellationToken);

    /// <summary>Waits for it.</summary>
    /// <exception cref="TimeoutException">It did not happen within <see cref="Waits.Limit"/>.</exception>
    public Task WaitAsync() => _set.Task.OrFail("waiting for a signal", name);
}
