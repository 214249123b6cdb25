using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.Profiles;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>A profile that waits to be written, or to be deleted when it has no <see cref="Content"/>.</summary>
internal sealed class ProfileWrite(ProfileKey key, long expectedVersion, ZonedActivity? activity)
{
    private readonly TaskCompletionSource<VersionedWrite> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ProfileKey Key => key;

    public long ExpectedVersion => expectedVersion;

    public Row? Content { get; init; }

    /// <summary>Null when there is nothing to add to sums.</summary>
    public ZonedActivity? Activity => activity is { Activity.IsEmpty: false } ? activity : null;

    public Task<VersionedWrite> Task => _completion.Task;

    /// <summary>Of the database in the rows of profiles; set before it is written.</summary>
    public long DatabaseKey { get; set; }

    /// <summary>What the transaction under way made of it.</summary>
    public VersionedWrite Result { get; set; }

    /// <summary>Why it is not written though its neighbours are; null otherwise.</summary>
    public Exception? Refusal { get; set; }

    /// <summary>Whether the transaction under way has written it.</summary>
    public bool IsWritten => Refusal is null && Result.Succeeded;

    /// <summary>The transaction is durable.</summary>
    public void Complete()
    {
        if (Refusal is { } refusal)
            _completion.TrySetException(refusal);
        else
            _completion.TrySetResult(Result);
    }

    public void Fail(Exception error) => _completion.TrySetException(error);

    internal sealed record Row(ReadOnlyMemory<byte> State, ProfileSummary Summary)
    {
        /// <summary>Never prints the person.</summary>
        public override string ToString() => nameof(Row);
    }
}
