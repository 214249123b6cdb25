using System.Collections.Immutable;
using System.Security.Cryptography;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Inbox;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The tables <c>inbox_messages</c> and <c>inbox_digests</c>, and the backlog in <c>inboxes</c>.</summary>
internal sealed class SqlInbox(ISqlDatabase database) : IInbox
{
    // A digest that has outlived its keeping time and is not forgotten yet counts for nothing.
    private const string RememberDigest = """
        INSERT INTO inbox_digests (inbox_key, digest, received_at) VALUES (?1, ?2, ?3)
        ON CONFLICT (inbox_key, digest) DO UPDATE SET received_at = excluded.received_at
        """;

    private const string NoteReceipt = """
        UPDATE inboxes
        SET messages = messages + ?2, bytes = bytes + ?3, last_received_at = ?4,
            token_used_at = CASE WHEN ?5 = 1 THEN token_used_at ELSE ?4 END, former_used_at = CASE WHEN ?5 = 1 THEN ?4 ELSE former_used_at END
        WHERE inbox_key = ?1
        """;

    private const string ForgetOldest = """
        DELETE FROM inbox_digests
        WHERE inbox_key = ?1 AND digest IN (SELECT digest FROM inbox_digests WHERE inbox_key = ?1 AND received_at < ?2 ORDER BY received_at LIMIT ?3)
        """;

    public Task<InboxReceipt> AddAsync(IntegrationKey integration, InboxMessage message, InboxLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return database.WriteAsync(new AddMessage(integration, message, limits).Write, cancellationToken);
    }

    public Task<ImmutableArray<WaitingMessage>> PeekAsync(IntegrationKey integration, int limit, long mostBytes, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        return database.ReadAsync(
            session =>
            {
                var select = session.Statement("SELECT message_key, received_at, body FROM inbox_messages WHERE inbox_key = ?1 ORDER BY message_key LIMIT ?2")
                    .Bind(1, InboxKeys.Find(session, integration)).Bind(2, limit);
                try
                {
                    var messages = ImmutableArray.CreateBuilder<WaitingMessage>();
                    for (var room = mostBytes; select.Step();)
                    {
                        var message = new WaitingMessage(select.GetInt64(0), Instant.Parse(select.GetText(1)), select.GetBlob(2));
                        room -= message.Body.Length;
                        if (room < 0 && messages.Count > 0)
                            break;
                        messages.Add(message);
                    }

                    return messages.DrainToImmutable();
                }
                finally
                {
                    select.Reset();
                }
            },
            cancellationToken);
    }

    public Task RemoveAsync(IntegrationKey integration, IReadOnlyCollection<long> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return database.WriteAsync(
            session =>
            {
                var inbox = InboxKeys.Find(session, integration);
                var (removed, bytes) = (0L, 0L);
                foreach (var message in messages)
                {
                    if (Remove(session, inbox, message) is not { } size)
                        continue; // an earlier attempt, whose outcome nobody learnt, has removed it
                    removed++;
                    bytes += size;
                }

                return session.Statement("UPDATE inboxes SET messages = messages - ?2, bytes = bytes - ?3 WHERE inbox_key = ?1").Bind(1, inbox).Bind(2, removed).Bind(3, bytes).Execute();
            },
            cancellationToken);
    }

    public Task<int> ForgetAsync(IntegrationKey integration, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        return database.WriteAsync(
            session => session.Statement(ForgetOldest).Bind(1, InboxKeys.Find(session, integration)).Bind(2, Instant.Text(before)).Bind(3, limit).Execute(), cancellationToken);
    }

    /// <returns>The size of the body; null when there is no such message.</returns>
    private static long? Remove(SqlSession session, long inbox, long message)
    {
        var delete = session.Statement("DELETE FROM inbox_messages WHERE message_key = ?1 AND inbox_key = ?2 RETURNING length(body)").Bind(1, message).Bind(2, inbox);
        try
        {
            return delete.Step() ? delete.GetInt64(0) : null;
        }
        finally
        {
            delete.Reset();
        }
    }

    private sealed class AddMessage(IntegrationKey integration, InboxMessage message, InboxLimits limits)
    {
        private readonly byte[] _digest = SHA256.HashData(message.Body.Span);
        private readonly string _at = Instant.Text(message.ReceivedAt);

        public InboxReceipt Write(SqlSession session)
        {
            session.Lock("inbox", integration.Account, integration.IntegrationId);
            var inbox = InboxKeys.FindOrAdd(session, integration);
            if (IsKnown(session, inbox))
            {
                Note(session, inbox, messages: 0, bytes: 0);
                return InboxReceipt.Repeated;
            }

            if (IsFull(session, inbox))
                return InboxReceipt.Full;
            session.Statement(RememberDigest).Bind(1, inbox).Bind(2, _digest).Bind(3, _at).Execute();
            session.Statement("INSERT INTO inbox_messages (inbox_key, received_at, body) VALUES (?1, ?2, ?3)").Bind(1, inbox).Bind(2, _at).Bind(3, message.Body.Span).Execute();
            Note(session, inbox, messages: 1, message.Body.Length);
            return InboxReceipt.Stored;
        }

        private bool IsKnown(SqlSession session, long inbox)
        {
            var select = session.Statement("SELECT 1 FROM inbox_digests WHERE inbox_key = ?1 AND digest = ?2 AND received_at >= ?3")
                .Bind(1, inbox).Bind(2, _digest).Bind(3, Instant.Text(message.ReceivedAt - limits.Keep));
            try
            {
                return select.Step();
            }
            finally
            {
                select.Reset();
            }
        }

        private bool IsFull(SqlSession session, long inbox)
        {
            var select = session.Statement("SELECT messages, bytes FROM inboxes WHERE inbox_key = ?1").Bind(1, inbox);
            try
            {
                select.Step();
                return select.GetInt64(0) >= limits.Messages || select.GetInt64(1) + message.Body.Length > limits.Bytes;
            }
            finally
            {
                select.Reset();
            }
        }

        private void Note(SqlSession session, long inbox, int messages, long bytes) =>
            session.Statement(NoteReceipt).Bind(1, inbox).Bind(2, messages).Bind(3, bytes).Bind(4, _at).Bind(5, message.WithFormerToken ? 1 : 0).Execute();
    }
}
