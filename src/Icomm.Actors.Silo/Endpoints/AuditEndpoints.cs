using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Persistence.Audit;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Queries;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>Who changed what in an account, and when.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        var entries = api.MapGroup("/audit-entries").WithTags("Audit log");
        entries.MapGet("/", ListAsync)
            .WithName("listAuditEntries")
            .WithSummary("List who changed what, newest first")
            .WithDescription(
                "Every change that was made over the API with the key that made it and the fields that were changed, every download of personal data, and what the program did by itself, "
                + "as pausing an integration that failed too often; those that fulfil all conditions. What was refused has changed nothing and is not in it.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        entries.MapGet("/export", ExportAsync)
            .WithName("exportAuditEntries")
            .WithSummary("Download who changed what, newest first")
            .WithDescription("The entries that fulfil all conditions: 'csv' as RFC 4180 in UTF-8, 'ndjson' as one JSON object a line. Sent while they are read.")
            .Produces<string>(StatusCodes.Status200OK, DownloadTypes.Csv, DownloadTypes.Lines)
            .Refuses(StatusCodes.Status400BadRequest, "format_unknown");
    }

    private static async Task<Ok<PageResponse<AuditEntryResponse>>> ListAsync(
        [AsParameters] AuditConditions conditions, Caller caller, IAuditLog log, CancellationToken cancellationToken, string? cursor = null, [Range(1, 1000)] int limit = 50)
    {
        var entries = await log.ListAsync(caller.Account, conditions.ToFilter(), cursor, limit, cancellationToken);
        return TypedResults.Ok(new PageResponse<AuditEntryResponse>([.. entries.Select(AuditEntryResponse.From)], entries.Length == limit ? entries[^1].EntryId : null));
    }

    private static Task<Results<PushStreamHttpResult, ProblemHttpResult>> ExportAsync(
        [AsParameters] AuditConditions conditions, Caller caller, IAuditLog log, IOptions<JsonOptions> json, CancellationToken cancellationToken, string format = "csv") =>
        AuditDownload.Of(caller.Account, conditions.ToFilter(), log, json.Value.SerializerOptions).AsAsync(format, json.Value.SerializerOptions, cancellationToken);
}
