using System.Collections.Immutable;
using Dapper;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Profiles;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>Reads of many rows of <c>profiles</c>.</summary>
internal sealed class SqlProfileQueries(ISqlDatabase database) : IProfileQueries
{
    private const string OfDatabase = "database_key = (SELECT database_key FROM database_keys WHERE account = @account AND database_id = @database)";

    public async Task<ImmutableArray<ProfileRow>> ListAsync(string account, string databaseId, string? after, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        var rows = await database.QueryAsync(
            connection => connection.Query<Row>(
                $"SELECT profile_id AS profileId, version, state FROM profiles WHERE {OfDatabase} AND profile_id > @after ORDER BY profile_id LIMIT @limit",
                new { account, database = databaseId, after = after ?? "", limit }).AsList(),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => ProfileRow.Read(row.ProfileId, row.Version, row.State))];
    }

    public Task<long> CountAsync(string account, string databaseId, CancellationToken cancellationToken) => database.QueryAsync(
        connection => connection.ExecuteScalar<long>($"SELECT count(*) FROM profiles WHERE {OfDatabase}", new { account, database = databaseId }), cancellationToken);

    private sealed record Row(string ProfileId, long Version, byte[] State);
}
