using System.Collections.Immutable;
using Dapper;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The table <c>rfm_models</c>.</summary>
internal sealed class SqlRfmModelStore(ISqlDatabase database) : IRfmModelStore
{
    private const string Columns = "SELECT model_version AS form, model FROM rfm_models WHERE account = @account AND database_id = @databaseId";

    public Task SaveAsync(string account, string databaseId, RfmModel model, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        var text = StoredForms.Encode(model);
        return database.WriteAsync(
            session => session
                .Statement("INSERT INTO rfm_models (account, database_id, version, as_of, computed_at, model_version, model) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING")
                .Bind(1, account)
                .Bind(2, databaseId)
                .Bind(3, model.Version)
                .Bind(4, Day.Text(model.AsOf))
                .Bind(5, Instant.Text(model.ComputedAt))
                .Bind(6, StoredForms.RfmModelVersion)
                .Bind(7, text)
                .Execute(),
            cancellationToken);
    }

    public async Task<RfmModel?> FindAsync(string account, string databaseId, long version, CancellationToken cancellationToken)
    {
        var row = await database.QueryAsync(
            connection => connection.QuerySingleOrDefault<Row>($"{Columns} AND version = @version", new { account, databaseId, version }), cancellationToken).ConfigureAwait(false);
        return row?.ToModel();
    }

    public Task<long?> InForceAsync(string account, string databaseId, DateOnly asOf, CancellationToken cancellationToken) => database.QueryAsync(
        connection => connection.ExecuteScalar<long?>(
            "SELECT version FROM rfm_models WHERE account = @account AND database_id = @databaseId AND as_of <= @day ORDER BY as_of DESC, version DESC LIMIT 1",
            new { account, databaseId, day = Day.Text(asOf) }),
        cancellationToken);

    public async Task<ImmutableArray<RfmModel>> ListAsync(string account, string databaseId, long? before, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        var page = before is null ? "" : "AND version < @before";
        var rows = await database.QueryAsync(
            connection => connection.Query<Row>($"{Columns} {page} ORDER BY version DESC LIMIT @limit", new { account, databaseId, before, limit }).AsList(),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToModel())];
    }

    private sealed record Row(long Form, string Model)
    {
        public RfmModel ToModel() => StoredForms.DecodeModel(Form, Model);
    }
}
