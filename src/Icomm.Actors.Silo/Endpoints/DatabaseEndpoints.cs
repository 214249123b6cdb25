using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Auditing;
using Icomm.Actors.Silo.Changes;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Idempotency;
using Icomm.Actors.Silo.Lookups;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Queries;
using Icomm.Actors.Silo.Requests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Icomm.Actors.Silo.Endpoints;

internal static class DatabaseEndpoints
{
    /// <summary>The name of the operation that shows one.</summary>
    public const string Get = "getDatabase";

    public static void MapDatabases(this IEndpointRouteBuilder api)
    {
        var databases = api.MapGroup("/databases").WithTags("Databases");
        databases.MapPost("/", CreateAsync)
            .WithName("createDatabase")
            .IsIdempotent()
            .WithSummary("Create a database")
            .WithDescription("A database holds the profiles of one or several integrations, in one currency and one time zone. It is refreshed once a day from then on.")
            .Refuses(StatusCodes.Status400BadRequest, "unknown_time_zone", "rate_invalid")
            .Refuses(StatusCodes.Status409Conflict, "database_exists")
            .Refuses(StatusCodes.Status422UnprocessableEntity, "segment_map_invalid");
        databases.MapGet("/", ListAsync)
            .WithName("listDatabases")
            .WithSummary("List the databases, oldest first");
        databases.MapGet("/{databaseId}", GetAsync)
            .WithName(Get)
            .WithSummary("Get a database")
            .WithDescription("Its settings, how its refreshes stand, how many profiles it holds and which integrations feed it. The header ETag tells its version, for If-Match of a change.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        databases.MapPatch("/{databaseId}", UpdateAsync)
            .WithName("updateDatabase")
            .WithSummary("Change a database")
            .WithDescription("Changes what is sent and nothing else. Indicators, scores and segments follow with the next refresh. With If-Match, only the version that was read is changed.")
            .Refuses(StatusCodes.Status400BadRequest, "unknown_time_zone", "rate_invalid")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Refuses(StatusCodes.Status409Conflict, "database_exists", "time_zone_in_use")
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .Refuses(StatusCodes.Status422UnprocessableEntity, "segment_map_invalid");
    }

    private static async Task<Results<Created<DatabaseResponse>, ProblemHttpResult>> CreateAsync(
        CreateDatabaseRequest request, Caller caller, NewResource made, IDatabaseStore databases, AuditTrail audit, DatabaseViews views, IGrainFactory grains, TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        if ((DatabaseRules.TimeZone(request.TimeZone) ?? DatabaseRules.Rates(request.Rates) ?? DatabaseRules.SegmentMap(request.SegmentMap)) is { } problem)
            return problem;

        var row = new DatabaseRow(
            caller.Account,
            made.Id,
            request.Name.Trim(),
            new DatabaseSettings
            {
                TimeZone = request.TimeZone,
                Currency = request.Currency,
                Rates = request.Rates.ToImmutableSortedDictionary(StringComparer.Ordinal),
                OlderWindow = request.OlderWindow,
                RfmMethod = request.RfmMethod.ToDomain(),
                SegmentMapName = request.SegmentMap,
                RefreshAt = DatabaseTexts.ParseTimeOfDay(request.RefreshAt),
                Retention = request.Retention?.ToDomain() ?? RetentionSettings.Default,
            },
            time.GetUtcNow());
        if (!await databases.TryAddAsync(row, cancellationToken) && await databases.FindAsync(caller.Account, made.Id, cancellationToken) is null)
            return DatabaseChanges.NameTaken(row.Name);

        await TriedAgain.FinishAsync(time, grains.RefreshGrain(caller, row.DatabaseId).ScheduleAsync);
        response.SetTag(row.Version);
        return audit.Created($"/api/v1/databases/{row.DatabaseId}", await views.ViewAsync(caller, row, cancellationToken), DatabaseResponse.From(row));
    }

    private static async Task<Ok<PageResponse<DatabaseResponse>>> ListAsync(
        Caller caller, IDatabaseStore databases, CancellationToken cancellationToken, string? cursor = null, [Range(1, Pages.Most)] int limit = Pages.Most)
    {
        var (rows, next) = Pages.ById(await databases.ListAsync(caller.Account, cancellationToken), row => row.DatabaseId, cursor, limit);
        return TypedResults.Ok(new PageResponse<DatabaseResponse>([.. rows.Select(DatabaseResponse.From)], next));
    }

    private static async Task<Results<Ok<DatabaseResponse>, ProblemHttpResult>> GetAsync(
        string databaseId, Caller caller, IDatabaseStore databases, DatabaseViews views, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is not { } row)
            return ApiProblem.NotFound("database", databaseId);
        response.SetTag(row.Version);
        return TypedResults.Ok(await views.ViewAsync(caller, row, cancellationToken));
    }

    private static async Task<Results<Ok<DatabaseResponse>, ProblemHttpResult>> UpdateAsync(
        string databaseId,
        UpdateDatabaseRequest request,
        Caller caller,
        DatabaseChanges changes,
        IProfileQueries profiles,
        DatabaseViews views,
        HttpResponse response,
        CancellationToken cancellationToken,
        [FromHeader(Name = "If-Match")] string? ifMatch = null)
    {
        if ((DatabaseRules.TimeZone(request.TimeZone) ?? DatabaseRules.Rates(request.Rates) ?? DatabaseRules.SegmentMap(request.SegmentMap)) is { } invalid)
            return invalid;

        var (changed, problem) = await changes.ApplyAsync(databaseId, ifMatch, WantedAsync, cancellationToken);
        if (changed is null)
            return problem!;
        response.SetTag(changed.Version);
        return TypedResults.Ok(await views.ViewAsync(caller, changed, cancellationToken));

        async Task<(DatabaseRow?, ProblemHttpResult?)> WantedAsync(DatabaseRow row)
        {
            // Sums by month are kept up by the profiles' own writes, in the months of the zone that they were written in.
            if (request.TimeZone is { } zone && zone != row.Settings.TimeZone && await profiles.CountAsync(caller.Account, databaseId, cancellationToken) > 0)
                return (null, TimeZoneInUse());
            return (row with { Name = request.Name?.Trim() ?? row.Name, Settings = Changed(row.Settings, request) }, null);
        }
    }

    private static DatabaseSettings Changed(DatabaseSettings settings, UpdateDatabaseRequest request) => settings with
    {
        TimeZone = request.TimeZone ?? settings.TimeZone,
        Currency = request.Currency ?? settings.Currency,
        Rates = request.Rates?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? settings.Rates,
        OlderWindow = request.OlderWindow ?? settings.OlderWindow,
        RfmMethod = request.RfmMethod?.ToDomain() ?? settings.RfmMethod,
        SegmentMapName = request.SegmentMap ?? settings.SegmentMapName,
        OwnSegmentMap = request.SegmentMap is null ? settings.OwnSegmentMap : null,
        RefreshAt = request.RefreshAt is { } at ? DatabaseTexts.ParseTimeOfDay(at) : settings.RefreshAt,
        Retention = request.Retention?.ToDomain() ?? settings.Retention,
    };

    private static ProblemHttpResult TimeZoneInUse() => ApiProblem.Create(
        StatusCodes.Status409Conflict,
        "time_zone_in_use",
        "The database has profiles, and their purchases are summed up by the months of its time zone.",
        "Create another database in the new time zone and sync into that.");
}
