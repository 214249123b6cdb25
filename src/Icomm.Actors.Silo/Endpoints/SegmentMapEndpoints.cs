using System.Collections.Immutable;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Changes;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Requests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Icomm.Actors.Silo.Endpoints;

internal static class SegmentMapEndpoints
{
    public static void MapSegmentMaps(this IEndpointRouteBuilder api)
    {
        api.MapGet("/segment-maps", List)
            .WithTags("Segments")
            .WithName("listSegmentMaps")
            .WithSummary("List the segment maps that come with the program");
        var own = api.MapGroup("/databases/{databaseId}/segment-map").WithTags("Segments").ProducesProblem(StatusCodes.Status404NotFound);
        own.MapGet("/", GetAsync)
            .WithName("getSegmentMap")
            .WithSummary("Get the segment map of a database")
            .WithDescription("The map that the next refresh segments by, with the segment of each of the 125 scores. The header ETag tells the database's version.");
        own.MapPut("/", PutAsync)
            .WithName("putSegmentMap")
            .WithSummary("Set the segment map of a database")
            .WithDescription("Takes one that comes with the program by its name, or a map of one's own, which must give every score exactly one segment. In force from the next refresh.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .Refuses(StatusCodes.Status422UnprocessableEntity, "segment_map_invalid", "segment_map_incomplete", "segment_map_ambiguous", "segment_rule_unreachable", "segment_map_name_reserved");
    }

    private static Ok<ImmutableArray<SegmentMapResponse>> List() => TypedResults.Ok(SegmentMaps.Shipped.Select(SegmentMapResponse.From).ToImmutableArray());

    private static async Task<Results<Ok<DatabaseSegmentMapResponse>, ProblemHttpResult>> GetAsync(
        string databaseId, Caller caller, IDatabaseStore databases, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is not { } row)
            return ApiProblem.NotFound("database", databaseId);
        response.SetTag(row.Version);
        return TypedResults.Ok(DatabaseSegmentMapResponse.From(row.Settings));
    }

    private static async Task<Results<Ok<DatabaseSegmentMapResponse>, ProblemHttpResult>> PutAsync(
        string databaseId,
        PutSegmentMapRequest request,
        DatabaseChanges changes,
        HttpResponse response,
        CancellationToken cancellationToken,
        [FromHeader(Name = "If-Match")] string? ifMatch = null)
    {
        var (changed, problem) = await changes.ApplyAsync(
            databaseId,
            ifMatch,
            row =>
            {
                var (settings, refusal) = Settings(row.Settings, request);
                return Task.FromResult((settings is null ? null : row with { Settings = settings }, refusal));
            },
            cancellationToken);
        if (changed is null)
            return problem!;
        response.SetTag(changed.Version);
        return TypedResults.Ok(DatabaseSegmentMapResponse.From(changed.Settings));
    }

    /// <exception cref="SegmentMapException">The map can't be used.</exception>
    private static (DatabaseSettings? Settings, ProblemHttpResult? Problem) Settings(DatabaseSettings settings, PutSegmentMapRequest request)
    {
        var isShipped = request is { Rules: null, Matching: null, Otherwise: null };
        if (isShipped)
        {
            return DatabaseRules.SegmentMap(request.Name) is { } unknown
                ? (null, unknown)
                : (settings with { SegmentMapName = request.Name, OwnSegmentMap = null }, null);
        }

        var map = new SegmentMap
        {
            Name = request.Name,
            Matching = request.Matching ?? SegmentMatching.Unique,

            // JSON's null among the rules stays one: the map's check names it.
            Rules = request.Rules is { } rules ? [.. rules.Select(rule => rule?.ToDomain()!)] : [],
            Otherwise = request.Otherwise,
        };
        SegmentTable.Of(map);
        return SegmentMaps.Find(map.Name) is null ? (settings with { OwnSegmentMap = map }, null) : (null, NameReserved(map.Name));
    }

    /// <summary>Two maps of one name would make every answer that names a map ambiguous.</summary>
    private static ProblemHttpResult NameReserved(string name) => ApiProblem.Create(
        StatusCodes.Status422UnprocessableEntity,
        "segment_map_name_reserved",
        $"'{name}' is the name of a map that comes with the program.",
        "Give your own map another name, or send the name alone to use the one that comes with the program.");
}
