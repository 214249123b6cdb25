using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Persistence.Imports;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Sql;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>The table <c>import_rejections</c>.</summary>
internal sealed class PostgresImportReport(PostgresDatabase database) : IImportReport
{
    private const string Insert = """
        INSERT INTO import_rejections (account, integration_id, import_id, line, code, order_key, reason)
        SELECT $1, $2, $3, u.line, u.code, u.order_key, u.reason FROM unnest($4, $5, $6, $7) AS u (line, code, order_key, reason) ORDER BY u.line, u.code COLLATE "C"
        ON CONFLICT (account, integration_id, import_id, line, code) DO NOTHING
        """;

    private const string Select = """
        SELECT line, order_key, code, reason FROM import_rejections
        WHERE account = ?1 AND integration_id = ?2 AND import_id = ?3 AND (line, code) > (?4, ?5) ORDER BY line, code LIMIT ?6
        """;

    private readonly ISqlDatabase _database = database;

    public Task AddAsync(ImportKey key, IReadOnlyCollection<ImportRejection> rejections, CancellationToken cancellationToken)
    {
        if (rejections.Count == 0)
            return Task.CompletedTask;
        ImportRejection[] rows = [.. rejections];
        return database.WriteAsync(
            session => PostgresCommands.Execute(
                session.Connection, Insert, key.Account, key.IntegrationId, key.ImportId,
                PostgresCommands.Column(rows, row => row.Line), PostgresCommands.Column(rows, row => row.Code),
                PostgresCommands.Column(rows, row => PostgresText.Of(row.OrderKey)), PostgresCommands.Column(rows, row => PostgresText.Of(row.Reason))),
            cancellationToken);
    }

    public Task<ImmutableArray<ImportRejection>> ListAsync(ImportKey key, ImportRejection? after, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        return _database.ReadAsync(
            session =>
            {
                var select = session.Statement(Select)
                    .Bind(1, key.Account).Bind(2, key.IntegrationId).Bind(3, key.ImportId).Bind(4, after?.Line ?? 0).Bind(5, after?.Code ?? "").Bind(6, limit);
                try
                {
                    var rejections = ImmutableArray.CreateBuilder<ImportRejection>();
                    while (select.Step())
                        rejections.Add(new ImportRejection(select.GetInt64(0), select.GetTextOrNull(1), select.GetText(2), select.GetText(3)));
                    return rejections.DrainToImmutable();
                }
                finally
                {
                    select.Reset();
                }
            },
            cancellationToken);
    }

    public Task DeleteAsync(ImportKey key, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Statement("DELETE FROM import_rejections WHERE account = ?1 AND integration_id = ?2 AND import_id = ?3")
            .Bind(1, key.Account).Bind(2, key.IntegrationId).Bind(3, key.ImportId)
            .Execute(),
        cancellationToken);
}
