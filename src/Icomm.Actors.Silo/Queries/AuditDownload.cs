using System.Text.Json;
using Icomm.Actors.Persistence.Audit;
using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Queries;

/// <summary>An account's audit entries as a file, newest first; the CSV has the changes as JSON.</summary>
internal static class AuditDownload
{
    public static Download<AuditEntryResponse> Of(string account, AuditFilter filter, IAuditLog log, JsonSerializerOptions json) => new(
        "audit-entries",
        [
            new("id", entry => entry.Id),
            new("at", entry => entry.At.ToString("O")),
            new("keyId", entry => entry.Key?.Id),
            new("keyName", entry => entry.Key?.Name),
            new("action", entry => entry.Action),
            new("resource", entry => entry.Resource),
            new("integrationId", entry => entry.IntegrationId),
            new("databaseId", entry => entry.DatabaseId),
            new("outcome", entry => JsonNamingPolicy.CamelCase.ConvertName(entry.Outcome.ToString())),
            new("changes", entry => entry.Changes.IsEmpty ? null : JsonSerializer.Serialize(entry.Changes, json)),
        ],
        async (before, limit, cancellationToken) => [.. from entry in await log.ListAsync(account, filter, before, limit, cancellationToken) select AuditEntryResponse.From(entry)],
        entry => entry.Id);
}
