using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Persistence.Audit;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Profiles;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Grains.Refreshes;

/// <summary>Removes what a database's settings say is too old to be kept: customers who have not ordered for long, runs, rejected records and, of its account, audit entries. May be done again.</summary>
public sealed partial class Retention(
    IProfileQueries profiles, IIntegrationIndex integrations, IRunLog runs, IRejectedRecords rejected, IAuditLog audit, IOptions<RetentionOptions> options, TimeProvider time, ILogger<Retention> logger)
{
    /// <summary>Profiles that are read at a time: each may be large.</summary>
    private const int ProfilesAtATime = 200;

    private const int RowsAtATime = 1_000;

    internal async Task ApplyAsync(DatabaseKey database, DatabaseSettings settings, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (settings.Retention.InactiveMonths is { } months)
            await ForgetInactiveAsync(database, settings, now.AddMonths(-months), grains, cancellationToken);

        var before = now.AddDays(-settings.Retention.LogDays);
        foreach (var integration in await integrations.OfDatabaseAsync(database.Account, database.Database, cancellationToken))
        {
            await AllAsync(() => runs.RemoveAsync(database.Account, integration.IntegrationId, before, RowsAtATime, cancellationToken));
            await AllAsync(() => rejected.RemoveAsync(database.Account, integration.IntegrationId, before, RowsAtATime, cancellationToken));
        }

        await AllAsync(() => audit.RemoveAsync(database.Account, now.AddDays(-options.Value.AuditDays), RowsAtATime, cancellationToken));
    }

    private async Task ForgetInactiveAsync(DatabaseKey database, DatabaseSettings settings, DateTimeOffset since, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var forgotten = 0;
        string? after = null;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = await profiles.ListAsync(database.Account, database.Database, after, ProfilesAtATime, cancellationToken);
            var deleted = await Task.WhenAll(
                from row in batch
                where row.State?.LastOrderAt < since
                select grains.GetGrain<ICustomerProfileGrain>(new ProfileKey(database.Account, database.Database, row.ProfileId).ToString()).ForgetInactiveAsync(since, settings.TimeZone));
            forgotten += deleted.Count(isDeleted => isDeleted);
            after = batch.Length == ProfilesAtATime ? batch[^1].ProfileId : null;
        }
        while (after is not null);
        if (forgotten > 0)
            LogForgotten(database, forgotten, since);
    }

    private static async Task AllAsync(Func<Task<int>> removeSome)
    {
        while (await removeSome() == RowsAtATime)
        {
        }
    }

    [LoggerMessage(2120, LogLevel.Information, "Database {Database}: {Profiles} customers who have not ordered since {Since} were forgotten.")]
    private partial void LogForgotten(DatabaseKey database, int profiles, DateTimeOffset since);
}
