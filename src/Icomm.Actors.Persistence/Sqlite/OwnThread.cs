using System.Threading.Channels;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>Waiting on a thread that exists for nothing else.</summary>
internal static class OwnThread
{
    /// <summary>
    /// Blocks until the channel has something or is complete. By the wait handle, since <c>GetResult</c> spins first, and on a small machine the
    /// spinning of three threads takes a core away from those who make the work.
    /// </summary>
    /// <returns>False when nothing will come any more.</returns>
    public static bool WaitToRead<T>(this ChannelReader<T> reader)
    {
        var ready = reader.WaitToReadAsync();
        if (ready.IsCompleted)
            return ready.GetAwaiter().GetResult();
        var task = ready.AsTask();
        ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
        return task.GetAwaiter().GetResult();
    }
}
