using System.Collections.Immutable;
using Dapper;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Publishing;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The tables <c>published_contacts</c> and <c>publication_rejections</c>.</summary>
internal sealed class SqlPublicationLedger(ISqlDatabase database) : IPublicationLedger
{
    // Without a publication (0) there is nothing delivered.
    private static readonly string SelectPending = $"""
        SELECT e.profile_key, p.fingerprint IS NOT DISTINCT FROM e.fingerprint, {EnrichedRows.Columns}
        FROM enriched_profiles e
        {EnrichedRows.JoinLists}
        LEFT JOIN published_contacts p ON p.publication_key = ?1 AND p.profile_key = e.profile_key
        WHERE e.database_key = ?2 AND e.profile_key > ?3 AND e.email IS NOT NULL AND e.fingerprint IS NOT NULL AND e.problem IS NULL
          AND (?4 = 1 OR p.fingerprint IS DISTINCT FROM e.fingerprint OR (e.purchases_lifetime > 0 AND p.as_of <> ?5))
        ORDER BY e.profile_key
        LIMIT ?6
        """;

    private const string UpsertDelivery = """
        INSERT INTO published_contacts (publication_key, profile_key, fingerprint, as_of) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (publication_key, profile_key) DO UPDATE SET fingerprint = excluded.fingerprint, as_of = excluded.as_of
        """;

    // The same refusal noted again, by its time, is not another attempt.
    private const string UpsertRejection = """
        INSERT INTO publication_rejections (publication_key, profile_key, code, message, at, attempts) VALUES (?1, ?2, ?3, ?4, ?5, 1)
        ON CONFLICT (publication_key, profile_key) DO UPDATE SET code = excluded.code, message = excluded.message, at = excluded.at,
            attempts = publication_rejections.attempts + CASE WHEN publication_rejections.at <> excluded.at THEN 1 ELSE 0 END
        """;

    private const string SelectRejections = """
        SELECT r.profile_key, e.profile_id, e.email, r.code, r.message, r.at, r.attempts
        FROM publication_rejections r
        JOIN enriched_profiles e ON e.database_key = ?2 AND e.profile_key = r.profile_key
        WHERE r.publication_key = ?1 AND r.profile_key > ?3
        ORDER BY r.profile_key
        LIMIT ?4
        """;

    private const string SelectOfProfile = """
        SELECT p.publication_id AS publicationId, p.name, p.type, c.as_of AS asOf, r.code, r.message, r.at
        FROM database_keys k
        JOIN profiles f ON f.database_key = k.database_key AND f.profile_id = @ProfileId
        JOIN publications p ON p.account = k.account AND p.database_id = k.database_id
        LEFT JOIN published_contacts c ON c.publication_key = p.publication_key AND c.profile_key = f.profile_key
        LEFT JOIN publication_rejections r ON r.publication_key = p.publication_key AND r.profile_key = f.profile_key
        WHERE k.account = @Account AND k.database_id = @Database AND (c.profile_key IS NOT NULL OR r.profile_key IS NOT NULL)
        ORDER BY p.publication_id
        """;

    private const string SelectCounts = """
        SELECT (SELECT count(*) FROM published_contacts WHERE publication_key = ?1), (SELECT count(*) FROM publication_rejections WHERE publication_key = ?1)
        """;

    public Task<ImmutableArray<PendingContact>> PendingAsync(PublicationKey key, int asOf, bool all, long after, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        return database.ReadAsync(
            session =>
            {
                if (!DatabaseKeys.TryFind(session, key.Account, key.Database, out var databaseKey))
                    return [];
                var select = session.Statement(SelectPending)
                    .Bind(1, SqlPublicationStore.Find(session, key).Key).Bind(2, databaseKey).Bind(3, after).Bind(4, all ? 1 : 0).Bind(5, asOf).Bind(6, limit);
                try
                {
                    var pending = ImmutableArray.CreateBuilder<PendingContact>();
                    while (select.Step())
                        pending.Add(new PendingContact(EnrichedRows.Read(session, select, 2), IsAgedOnly: select.GetBoolean(1)));
                    return pending.DrainToImmutable();
                }
                finally
                {
                    select.Reset();
                }
            },
            cancellationToken);
    }

    public Task SaveAsync(PublicationKey key, int asOf, IReadOnlyList<Delivery> deliveries, IReadOnlyList<Rejection> rejections, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(deliveries);
        ArgumentNullException.ThrowIfNull(rejections);
        return deliveries.Count == 0 && rejections.Count == 0 ? Task.CompletedTask : database.WriteAsync(Save, cancellationToken);

        int Save(SqlSession session)
        {
            SqlPublicationStore.Lock(session, key);
            var (publicationKey, version) = SqlPublicationStore.Find(session, key);
            if (version == 0)
                return 0; // it was removed meanwhile, and its ledger with it
            foreach (var delivery in deliveries)
            {
                session.Statement(UpsertDelivery).Bind(1, publicationKey).Bind(2, delivery.Key).Bind(3, delivery.Fingerprint).Bind(4, asOf).Execute();
                session.Statement("DELETE FROM publication_rejections WHERE publication_key = ?1 AND profile_key = ?2").Bind(1, publicationKey).Bind(2, delivery.Key).Execute();
            }

            foreach (var rejection in rejections)
            {
                session.Statement(UpsertRejection)
                    .Bind(1, publicationKey).Bind(2, rejection.Key).Bind(3, rejection.Code).Bind(4, rejection.Message).Bind(5, Instant.Text(rejection.At))
                    .Execute();
            }

            return deliveries.Count + rejections.Count;
        }
    }

    public Task<ImmutableArray<StoredRejection>> RejectionsAsync(PublicationKey key, long? after, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        return database.ReadAsync(
            session =>
            {
                if (!DatabaseKeys.TryFind(session, key.Account, key.Database, out var databaseKey))
                    return [];
                var select = session.Statement(SelectRejections).Bind(1, SqlPublicationStore.Find(session, key).Key).Bind(2, databaseKey).Bind(3, after ?? 0).Bind(4, limit);
                try
                {
                    var rejections = ImmutableArray.CreateBuilder<StoredRejection>();
                    while (select.Step())
                    {
                        rejections.Add(new StoredRejection(
                            select.GetInt64(0), select.GetText(1), select.GetTextOrNull(2), select.GetText(3), select.GetText(4), Instant.Parse(select.GetText(5)), select.GetInt64(6)));
                    }

                    return rejections.DrainToImmutable();
                }
                finally
                {
                    select.Reset();
                }
            },
            cancellationToken);
    }

    public async Task<ImmutableArray<SentProfile>> OfProfileAsync(ProfileKey profile, CancellationToken cancellationToken) =>
    [
        .. await database.QueryAsync(connection => connection.Query<OfProfileRow>(SelectOfProfile, profile).Select(row => row.ToSent()).ToArray(), cancellationToken).ConfigureAwait(false),
    ];

    public Task<(long Delivered, long Rejected)> CountAsync(PublicationKey key, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var select = session.Statement(SelectCounts).Bind(1, SqlPublicationStore.Find(session, key).Key);
            try
            {
                select.Step();
                return (select.GetInt64(0), select.GetInt64(1));
            }
            finally
            {
                select.Reset();
            }
        },
        cancellationToken);

    private sealed record OfProfileRow(string PublicationId, string? Name, string? Type, long? AsOf, string? Code, string? Message, string? At)
    {
        public SentProfile ToSent() => new(
            PublicationId, Name, Type, AsOf is { } day ? DateOnly.FromDayNumber((int)day) : null, Code is null ? null : new SentProfile.Refused(Code, Message!, Instant.Parse(At!)));
    }
}
