using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Connectors;
using Icomm.Actors.Grains.Imports;
using Icomm.Actors.Persistence.Imports;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Auditing;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Idempotency;
using Icomm.Actors.Silo.Lookups;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Queries;
using Icomm.Actors.Silo.Requests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Endpoints;

internal static class ImportEndpoints
{
    /// <summary>Of the past that is imported unless the merchant agrees on another (articles: "the start date must not be more than 2 years ago").</summary>
    private const int UsualYears = 2;

    public static void MapImports(this IEndpointRouteBuilder api)
    {
        var imports = api.MapGroup("/integrations/{integrationId}/imports").WithTags("Imports").RefuseWhileDeleting().ProducesProblem(StatusCodes.Status404NotFound);
        imports.MapPost("/", UploadAsync)
            .WithName("uploadImport")
            .IsIdempotent(isFile: true)
            .WithSummary("Upload a historical file")
            .WithDescription(
                "The body is the file, or a form with one file, of any size up to the configured one. It is read as it comes; when all of it is here, its orders go to their profiles, one import of the "
                + "integration after the other. Orders that are known already are left as they are.")
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .AddOpenApiOperationTransformer(UploadTypes.DescribeAsync)
            .Refuses(StatusCodes.Status400BadRequest, "upload_interrupted", "multipart_invalid")
            .Refuses(StatusCodes.Status409Conflict, "imports_waiting", "import_cancelled")
            .Refuses(StatusCodes.Status413PayloadTooLarge, "file_too_large")
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .Refuses(StatusCodes.Status422UnprocessableEntity, "import_not_supported", "file_empty", "file_not_utf8", "file_column_missing", "file_row_too_long", "file_quote_open");
        imports.MapGet("/", ListAsync)
            .WithName("listImports")
            .WithSummary("List the imports, newest first")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        imports.MapGet("/{importId}", GetAsync)
            .WithName("getImport")
            .WithSummary("Get an import")
            .WithDescription("How far it has come, what became of its orders, and how many rows and orders were not taken.");
        imports.MapGet("/{importId}/report", ReportAsync)
            .WithName("getImportReport")
            .WithSummary("Download what was not taken, as CSV")
            .WithDescription("Line, order, code and reason of each row and order that was not taken: RFC 4180, UTF-8, sent while it is read.")
            .Produces<string>(StatusCodes.Status200OK, ImportReport.ContentType);
        imports.MapPost("/{importId}/cancel", CancelAsync)
            .WithName("cancelImport")
            .WithSummary("Cancel an import")
            .WithDescription("It stops after the orders it is at. What was applied stays; the answer says how much that is.")
            .Refuses(StatusCodes.Status409Conflict, "import_ended");
        imports.MapDelete("/{importId}", DeleteAsync)
            .WithName("deleteImport")
            .WithSummary("Delete an import that has ended")
            .WithDescription("With its report. What was applied stays.")
            .Refuses(StatusCodes.Status409Conflict, "import_open");
    }

    private static async Task<Results<Created<ImportResponse>, ProblemHttpResult>> UploadAsync(
        string integrationId,
        Caller caller,
        HttpRequest request,
        ImportReceiver receiver,
        IImportStore imports,
        AuditTrail audit,
        IGrainFactory grains,
        IOptions<ImportOptions> options,
        TimeProvider time,
        CancellationToken cancellationToken,
        [Description("The file's name, where the upload itself has none.")] string? fileName = null,
        [Description("Orders placed before this instant are left out; two years ago unless it is given.")] DateTimeOffset? notBefore = null)
    {
        if (await IntegrationLookup.FindAsync(grains, caller, integrationId) is not { } integration)
            return ApiProblem.NotFound("integration", integrationId);
        var key = new ImportKey(caller.Account, integration.Status.IntegrationId, Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));
        if (await imports.CountOpenAsync(key.Integration, cancellationToken) >= options.Value.MaxOpen)
            return TooManyOpen(options.Value.MaxOpen);
        if (request.ContentLength > options.Value.MaxFileBytes)
            return Refused(ImportProblems.TooLarge(options.Value.MaxFileBytes), RequestLanguage.Choose(request.HttpContext));

        try
        {
            if (await UploadedFile.OpenAsync(request, cancellationToken) is not { } file)
                return ContentTypeUnsupported();
            var definition = new ImportDefinition(UploadedFile.Plain(fileName ?? file.Name), notBefore?.ToUniversalTime() ?? time.GetUtcNow().AddYears(-UsualYears));
            var status = await receiver.ReceiveAsync(key, integration.Status.Definition, definition, file.Content, cancellationToken);
            return audit.Created($"/api/v1/integrations/{key.IntegrationId}/imports/{key.ImportId}", ImportResponse.From(key.IntegrationId, status), definition);
        }
        catch (StoreException refusal)
        {
            return Refused(refusal.Problem, RequestLanguage.Choose(request.HttpContext));
        }
    }

    private static async Task<Results<Ok<PageResponse<ImportResponse>>, ProblemHttpResult>> ListAsync(
        string integrationId, Caller caller, IGrainFactory grains, IImportStore imports, CancellationToken cancellationToken, string? cursor = null, [Range(1, 1000)] int limit = 50)
    {
        if (await IntegrationLookup.FindAsync(grains, caller, integrationId) is not { } integration)
            return ApiProblem.NotFound("integration", integrationId);
        var id = integration.Status.IntegrationId;
        var rows = await imports.ListAsync(new(caller.Account, id), cursor, limit, cancellationToken);
        return TypedResults.Ok(new PageResponse<ImportResponse>(
            [.. rows.Select(row => ImportResponse.From(id, ImportStatuses.From(row.Key.ImportId, row.Record)))], rows.Length == limit ? rows[^1].Key.ImportId : null));
    }

    private static async Task<Results<Ok<ImportResponse>, ProblemHttpResult>> GetAsync(string integrationId, string importId, Caller caller, IGrainFactory grains) =>
        await ImportLookup.FindAsync(grains, caller, integrationId, importId) is { } found
            ? TypedResults.Ok(ImportResponse.From(found.Key.IntegrationId, found.Status))
            : ApiProblem.NotFound("import", importId);

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> ReportAsync(
        string integrationId, string importId, IImportReport report, Caller caller, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (await ImportLookup.FindAsync(grains, caller, integrationId, importId) is not { } found)
            return ApiProblem.NotFound("import", importId);
        var csv = new ImportReport(found.Key, report);
        return TypedResults.Stream(stream => csv.WriteAsync(stream, cancellationToken), ImportReport.ContentType, csv.FileName);
    }

    private static async Task<Results<Ok<ImportResponse>, ProblemHttpResult>> CancelAsync(string integrationId, string importId, Caller caller, IGrainFactory grains)
    {
        if (await ImportLookup.FindAsync(grains, caller, integrationId, importId) is not { } found)
            return ApiProblem.NotFound("import", importId);
        if (found.Status.EndedAt is not null)
            return ApiProblem.Create(StatusCodes.Status409Conflict, "import_ended", "The import has ended already.");
        return await found.Grain.CancelAsync() is { } status
            ? TypedResults.Ok(ImportResponse.From(found.Key.IntegrationId, status))
            : ApiProblem.NotFound("import", importId);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string integrationId, string importId, Caller caller, IGrainFactory grains)
    {
        if (await ImportLookup.FindAsync(grains, caller, integrationId, importId) is not { } found)
            return ApiProblem.NotFound("import", importId);
        return found.Status.EndedAt is not null && await found.Grain.RemoveAsync()
            ? TypedResults.NoContent()
            : ApiProblem.Create(StatusCodes.Status409Conflict, "import_open", "The import has not ended.", "Cancel it first, or wait for its end.");
    }

    private static ProblemHttpResult Refused(StoreProblem problem, string language) => ApiProblem.Create(
        problem.Code switch
        {
            "upload_interrupted" or "multipart_invalid" => StatusCodes.Status400BadRequest,
            "import_cancelled" => StatusCodes.Status409Conflict,
            "file_too_large" => StatusCodes.Status413PayloadTooLarge,
            _ => StatusCodes.Status422UnprocessableEntity,
        },
        problem.Code,
        problem.Message.In(language),
        problem.Remedy.In(language));

    private static ProblemHttpResult ContentTypeUnsupported() => ApiProblem.Create(
        StatusCodes.Status415UnsupportedMediaType, "content_type_unsupported", "A file is sent as text/csv, as application/octet-stream, or as the one file of a form.", "Give the request the content type text/csv.");

    private static ProblemHttpResult TooManyOpen(int most) => ApiProblem.Create(
        StatusCodes.Status409Conflict, "imports_waiting", $"The integration has {most} imports that have not ended.", "Wait until one has ended, or cancel one.");
}
