using System.Collections.Immutable;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Hosting;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Endpoints;

internal static class DatabaseEndpoints
{
    public static void MapDatabases(this IEndpointRouteBuilder api)
    {
        var databases = api.MapGroup("/databases").WithTags("Databases");
        databases.MapPost("/", CreateAsync)
            .WithName("createDatabase")
            .WithSummary("Create a database")
            .WithDescription("A database holds the profiles of one or several integrations, in one currency and one time zone.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);
        databases.MapGet("/", ListAsync)
            .WithName("listDatabases")
            .WithSummary("List the databases");
        databases.MapGet("/{databaseId}", GetAsync)
            .WithName("getDatabase")
            .WithSummary("Get a database")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<DatabaseResponse>, ProblemHttpResult>> CreateAsync(
        CreateDatabaseRequest request, IDatabaseStore databases, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!CalendarZone.Exists(request.TimeZone))
            return ApiProblem.Invalid("unknown_time_zone", $"'{request.TimeZone}' is not an IANA time zone.", "Use a name such as America/Montevideo.");
        if (request.Rates.FirstOrDefault(rate => !IsRate(rate)) is { Key: not null } wrong)
            return ApiProblem.Invalid("rate_invalid", $"The rate of '{wrong.Key}' is not a number above zero and at most 1,000,000 for a three-letter currency.");

        var row = new DatabaseRow(
            Accounts.Default,
            Guid.CreateVersion7().ToString("N"),
            request.Name.Trim(),
            new DatabaseSettings
            {
                TimeZone = request.TimeZone,
                Currency = request.Currency,
                Rates = request.Rates.ToImmutableSortedDictionary(StringComparer.Ordinal),
                OlderWindow = request.OlderWindow,
            },
            time.GetUtcNow());
        return await databases.TryAddAsync(row, cancellationToken)
            ? TypedResults.Created($"/api/v1/databases/{row.DatabaseId}", DatabaseResponse.From(row))
            : ApiProblem.Create(StatusCodes.Status409Conflict, "database_exists", $"There is a database named '{row.Name}' already.", "Choose another name, or use that database.");
    }

    private static async Task<Ok<PageResponse<DatabaseResponse>>> ListAsync(IDatabaseStore databases, CancellationToken cancellationToken)
    {
        var rows = await databases.ListAsync(Accounts.Default, cancellationToken);
        return TypedResults.Ok(new PageResponse<DatabaseResponse>([.. rows.Select(DatabaseResponse.From)], NextCursor: null));
    }

    private static async Task<Results<Ok<DatabaseResponse>, ProblemHttpResult>> GetAsync(string databaseId, IDatabaseStore databases, CancellationToken cancellationToken) =>
        await databases.FindAsync(Accounts.Default, databaseId, cancellationToken) is { } row
            ? TypedResults.Ok(DatabaseResponse.From(row))
            : ApiProblem.NotFound("database", databaseId);

    private static bool IsRate(KeyValuePair<string, decimal> rate) =>
        rate.Key.Length == 3 && rate.Key.All(char.IsAsciiLetterUpper) && rate.Value is > 0 and <= 1_000_000;
}
