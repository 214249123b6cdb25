using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Icomm.Actors.Connectors;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Inbound;
using Icomm.Actors.Silo.Lookups;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Queries;
using Icomm.Actors.Silo.Requests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Endpoints;

internal static class RunEndpoints
{
    /// <summary>Of operations that start a run.</summary>
    public const string OutsideItsWindow = "Outside the integration's window the run ends at once, `stopped` with the message `run_window_closed`, and another follows when the window opens.";

    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        var integration = api.MapGroup("/integrations/{integrationId}").WithTags("Sync runs").RefuseWhileDeleting().ProducesProblem(StatusCodes.Status404NotFound);
        integration.MapPost("/runs", StartAsync)
            .WithName("startRun")
            .WithSummary("Sync now")
            .WithDescription("Starts a run, or joins the one under way. A run that was stopped is taken up where it stood. Pushed messages that wait are applied as well. " + OutsideItsWindow)
            .Refuses(StatusCodes.Status409Conflict, "integration_paused");
        integration.MapGet("/runs", ListAsync)
            .WithName("listRuns")
            .WithSummary("List the runs, newest first")
            .WithDescription("Every run with its numbers, what made it fail and its messages in the language of Accept-Language; those that fulfil all conditions.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        integration.MapGet("/runs/export", ExportAsync)
            .WithName("exportRuns")
            .WithSummary("Download the runs, newest first")
            .WithDescription("The runs that fulfil all conditions: 'csv' as RFC 4180 in UTF-8 with the last message of each, 'ndjson' as one JSON object a line with all of them. Sent while they are read.")
            .Produces<string>(StatusCodes.Status200OK, DownloadTypes.Csv, DownloadTypes.Lines)
            .Refuses(StatusCodes.Status400BadRequest, "format_unknown");
        integration.MapGet("/runs/{runId}", GetAsync)
            .WithName("getRun")
            .WithSummary("Get a run")
            .WithDescription("Its outcome, counters and messages; while it is under way, how far it has come.");
        integration.MapPost("/runs/current/stop", StopAsync)
            .WithName("stopRun")
            .WithSummary("Stop the run under way")
            .WithDescription("The page it is at is finished; the next run goes on from there.")
            .Refuses(StatusCodes.Status409Conflict, "no_run");
        integration.MapGet("/rejected-records", ListRejectedAsync)
            .WithName("listRejectedRecords")
            .WithSummary("List the records that could not be used, newest first")
            .WithDescription("What is mended in the shop is read by the next sync, as every change. To have the store asked again without a change, as after an upgrade, start a backfill of the time in which the record was changed; "
                + "a store that pushes sends it again. Once the store's record of that id has been used, `resolvedAt` says since when.")
            .Refuses(StatusCodes.Status400BadRequest, "cursor_invalid");
    }

    private static async Task<Results<Accepted<RunStartedResponse>, ProblemHttpResult>> StartAsync(string integrationId, Caller caller, ConnectorRegistry connectors, IGrainFactory grains)
    {
        if (await IntegrationLookup.FindAsync(grains, caller, integrationId) is not { } found)
            return ApiProblem.NotFound("integration", integrationId);
        if (await found.Grain.SyncNowAsync() is not { } runId)
            return IntegrationLookup.Paused();
        await grains.ApplyNowAsync(caller, connectors, found.Status);
        return TypedResults.Accepted($"/api/v1/integrations/{found.Status.IntegrationId}/runs/{runId}", new RunStartedResponse(runId));
    }

    private static async Task<Results<Ok<RunStartedResponse>, ProblemHttpResult>> StopAsync(string integrationId, Caller caller, IGrainFactory grains)
    {
        if (await IntegrationLookup.FindAsync(grains, caller, integrationId) is not { } found)
            return ApiProblem.NotFound("integration", integrationId);
        return await found.Grain.StopRunAsync() is { } runId
            ? TypedResults.Ok(new RunStartedResponse(runId))
            : ApiProblem.Create(StatusCodes.Status409Conflict, "no_run", "No run is under way.");
    }

    private static async Task<Results<Ok<PageResponse<RunResponse>>, ProblemHttpResult>> ListAsync(
        string integrationId,
        [AsParameters] RunConditions conditions,
        Caller caller,
        IGrainFactory grains,
        IRunLog log,
        HttpContext context,
        CancellationToken cancellationToken,
        string? cursor = null,
        [Range(1, 1000)] int limit = 50)
    {
        if (await IntegrationLookup.FindAsync(grains, caller, integrationId) is not { } found)
            return ApiProblem.NotFound("integration", integrationId);
        var rows = await log.ListAsync(caller.Account, found.Status.IntegrationId, conditions.ToFilter(), cursor, limit, cancellationToken);
        var language = RequestLanguage.Choose(context);
        return TypedResults.Ok(new PageResponse<RunResponse>(
            [.. rows.Select(row => RunResponse.From(row, found.Status.CurrentRun, language))], rows.Length == limit ? rows[^1].RunId : null));
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> ExportAsync(
        string integrationId,
        [AsParameters] RunConditions conditions,
        Caller caller,
        IGrainFactory grains,
        IRunLog log,
        IOptions<JsonOptions> json,
        HttpContext context,
        CancellationToken cancellationToken,
        string format = "csv")
    {
        if (await IntegrationLookup.FindAsync(grains, caller, integrationId) is not { } found)
            return ApiProblem.NotFound("integration", integrationId);
        return await RunDownload.Of(caller.Account, found.Status.IntegrationId, conditions.ToFilter(), found.Status.CurrentRun, RequestLanguage.Choose(context), log)
            .AsAsync(format, json.Value.SerializerOptions, cancellationToken);
    }

    private static async Task<Results<Ok<RunResponse>, ProblemHttpResult>> GetAsync(
        string integrationId, string runId, Caller caller, IGrainFactory grains, IRunLog log, HttpContext context, CancellationToken cancellationToken)
    {
        if (await IntegrationLookup.FindAsync(grains, caller, integrationId) is not { } found)
            return ApiProblem.NotFound("integration", integrationId);
        return await log.FindAsync(caller.Account, found.Status.IntegrationId, runId, cancellationToken) is { } row
            ? TypedResults.Ok(RunResponse.From(row, found.Status.CurrentRun, RequestLanguage.Choose(context)))
            : ApiProblem.NotFound("run", runId);
    }

    private static async Task<Results<Ok<PageResponse<RejectedRecordResponse>>, ProblemHttpResult>> ListRejectedAsync(
        string integrationId, Caller caller, IGrainFactory grains, IRejectedRecords rejected, CancellationToken cancellationToken, string? cursor = null, [Range(1, 1000)] int limit = 50,
        [Description("Only those that are resolved, or only those that are open.")] bool? resolved = null)
    {
        if (await IntegrationLookup.FindAsync(grains, caller, integrationId) is not { } found)
            return ApiProblem.NotFound("integration", integrationId);
        if (!Cursors.TryReadNumber(cursor, out var before))
            return Cursors.Invalid();
        var records = await rejected.ListAsync(caller.Account, found.Status.IntegrationId, resolved, before, limit, cancellationToken);
        return TypedResults.Ok(new PageResponse<RejectedRecordResponse>(
            [.. records.Select(stored => RejectedRecordResponse.From(stored.Record))],
            records.Length == limit ? records[^1].Id.ToString(CultureInfo.InvariantCulture) : null));
    }
}
