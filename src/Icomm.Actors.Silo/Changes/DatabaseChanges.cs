using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Auditing;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Lookups;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Changes;

/// <summary>Changes databases so that two changes at a time don't undo each other, and has the refresh follow the new settings.</summary>
internal sealed class DatabaseChanges(Caller caller, IDatabaseStore databases, AuditTrail audit, IGrainFactory grains, TimeProvider time)
{
    /// <param name="change">The database as it is to be, or why not; asked again when another change came between.</param>
    public async Task<(DatabaseRow? Changed, ProblemHttpResult? Problem)> ApplyAsync(
        string databaseId, string? ifMatch, Func<DatabaseRow, Task<(DatabaseRow? Wanted, ProblemHttpResult? Problem)>> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is not { } row)
                return (null, ApiProblem.NotFound("database", databaseId));
            if (EntityTags.Mismatch(ifMatch, "database", row.Version) is { } mismatch)
                return (null, mismatch);
            var (wanted, refusal) = await change(row);
            if (wanted is null)
                return (null, refusal);
            switch (await databases.UpdateAsync(wanted, row.Version, cancellationToken))
            {
                case DatabaseUpdate.Updated:
                    audit.Change(DatabaseResponse.From(row), DatabaseResponse.From(wanted));
                    await TriedAgain.FinishAsync(time, grains.RefreshGrain(caller, databaseId).ScheduleAsync);
                    return (wanted with { Version = row.Version + 1 }, null);
                case DatabaseUpdate.NotFound:
                    return (null, ApiProblem.NotFound("database", databaseId));
                case DatabaseUpdate.NameTaken:
                    return (null, NameTaken(wanted.Name));
                case DatabaseUpdate.OtherVersion when attempt == EntityTags.Attempts:
                    return (null, EntityTags.OtherVersion("database", row.Version));
            }
        }
    }

    public static ProblemHttpResult NameTaken(string name) => ApiProblem.Create(
        StatusCodes.Status409Conflict, "database_exists", $"There is a database named '{name}' already.", "Choose another name, or use that database.");
}
