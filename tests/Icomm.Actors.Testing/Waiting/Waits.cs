namespace Icomm.Actors.Testing;

/// <summary>Time limits of tests: generous, since they are only reached when something is broken.</summary>
public static class Waits
{
    /// <summary>How long a test waits for an event before it gives up.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Waits for a task; when the limit passes, says what the test was doing and for whom.</summary>
    /// <param name="task">What is waited for.</param>
    /// <param name="phase">What the test is doing: "second tick".</param>
    /// <param name="entity">Which grain, silo or order.</param>
    /// <exception cref="TimeoutException">The limit passed.</exception>
    public static async Task OrFail(this Task task, string phase, string entity)
    {
        try
        {
            await task.WaitAsync(Limit, TimeProvider.System);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"{phase}: {entity}: expected to be done within {Limit}, actually {task.Status}");
        }
    }

    /// <inheritdoc cref="OrFail(Task, string, string)"/>
    public static async Task<T> OrFail<T>(this Task<T> task, string phase, string entity)
    {
        await ((Task)task).OrFail(phase, entity);
        return await task;
    }
}
