using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;

namespace Icomm.Actors.Persistence.Inbox;

/// <summary>The rows of <see cref="InboxRecord"/>s, and what is shown of inboxes. Versions count a row's writes from 1.</summary>
public interface IInboxStore
{
    /// <summary>Null when the inbox' grain has not written yet.</summary>
    Task<(InboxRecord Record, long Version)?> ReadAsync(IntegrationKey integration, CancellationToken cancellationToken);

    Task<VersionedWrite> WriteAsync(IntegrationKey integration, long expectedVersion, InboxRecord record, CancellationToken cancellationToken);

    /// <summary>Deletes that version; messages and tokens stay.</summary>
    Task<VersionedWrite> DeleteAsync(IntegrationKey integration, long expectedVersion, CancellationToken cancellationToken);

    /// <summary>Null when nothing was ever pushed to the integration and nobody asked for a token.</summary>
    Task<InboxRow?> FindAsync(IntegrationKey integration, CancellationToken cancellationToken);

    Task<ImmutableArray<InboxRow>> ListAsync(string account, CancellationToken cancellationToken);

    /// <summary>Those of every account, whether or not their rows can be read: what a starting silo looks after.</summary>
    Task<ImmutableArray<IntegrationKey>> KeysAsync(CancellationToken cancellationToken);
}

/// <summary>An inbox as its integration's card shows it.</summary>
/// <param name="Messages">How many wait to be applied.</param>
/// <param name="Bytes">Of their bodies.</param>
/// <param name="LastReceivedAt">When a message last came; null for never.</param>
public sealed record InboxRow(IntegrationKey Integration, long Messages, long Bytes, DateTimeOffset? LastReceivedAt, InboxRecord Record);
