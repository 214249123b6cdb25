using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Grains.Publications;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Publishing;
using Icomm.Actors.Persistence.Secrets;
using Icomm.Actors.Publishing;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Auditing;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Idempotency;
using Icomm.Actors.Silo.Lookups;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Endpoints;

internal static class PublicationEndpoints
{
    public static void MapPublications(this IEndpointRouteBuilder api)
    {
        api.MapGet("/publication-types", ListTypes)
            .WithTags("Publications")
            .WithName("listPublicationTypes")
            .WithSummary("List the kinds of receivers")
            .WithDescription("Every kind with the fields of its form, in the language of Accept-Language: en, es or pt. What is wrong with a publication is said in English.");
        var publications = api.MapGroup("/databases/{databaseId}/publications").WithTags("Publications").ProducesProblem(StatusCodes.Status404NotFound);
        publications.MapPost("/", CreateAsync)
            .WithName("createPublication")
            .IsIdempotent()
            .WithSummary("Create a publication")
            .WithDescription("Verifies the settings with the receiver and saves them with the secrets encrypted. Every refresh as of today publishes from then on.")
            .Refuses(StatusCodes.Status400BadRequest, "publication_type_unknown", "setting_unknown", "setting_missing")
            .Refuses(StatusCodes.Status422UnprocessableEntity, "publish_unauthorised", "publish_profile_unknown", "publish_setting_invalid", "publish_address_invalid", "publish_unreachable");
        publications.MapGet("/", ListAsync)
            .WithName("listPublications")
            .WithSummary("List the publications of a database, oldest first");
        publications.MapGet("/{publicationId}", GetAsync)
            .WithName("getPublication")
            .WithSummary("Get a publication")
            .WithDescription("Its settings without the secrets, its last run, how far the run under way has come, and how many contacts were delivered and refused by now.");
        publications.MapDelete("/{publicationId}", DeleteAsync)
            .WithName("deletePublication")
            .WithSummary("Delete a publication")
            .WithDescription("With all that is kept about it. What was published stays where it is.");
        publications.MapPost("/{publicationId}/runs", StartAsync)
            .WithName("startPublicationRun")
            .WithSummary("Publish now")
            .WithDescription("Brings the receiver what it doesn't have yet of the last refresh. While a run is under way, another follows it.")
            .Refuses(StatusCodes.Status409Conflict, "never_refreshed");
        publications.MapGet("/{publicationId}/rejections", ListRejectionsAsync)
            .WithName("listPublicationRejections")
            .WithSummary("List the contacts that the receiver refuses")
            .Refuses(StatusCodes.Status400BadRequest, "cursor_invalid");
    }

    private static Ok<ImmutableArray<PublicationTypeResponse>> ListTypes(ContactSinkRegistry sinks, HttpContext context)
    {
        var language = RequestLanguage.Choose(context);
        return TypedResults.Ok(sinks.All.OrderBy(sink => sink.Type, StringComparer.Ordinal).Select(sink => PublicationTypeResponse.From(sink, language)).ToImmutableArray());
    }

    private static async Task<Results<Created<PublicationResponse>, ProblemHttpResult>> CreateAsync(
        string databaseId,
        CreatePublicationRequest request,
        Caller caller,
        NewResource made,
        ContactSinkRegistry sinks,
        IDatabaseStore databases,
        ISecretProtector secrets,
        AuditTrail audit,
        IGrainFactory grains,
        CancellationToken cancellationToken,
        [Description("false saves without asking the receiver.")] bool verify = true)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is null)
            return ApiProblem.NotFound("database", databaseId);
        if (sinks.Find(request.Type) is not { } sink)
            return ApiProblem.Invalid("publication_type_unknown", $"There is no kind of receiver '{request.Type}'.", "Ask /api/v1/publication-types for those there are.");

        // JSON's null is no setting, like one that was left out.
        var settings = request.Settings.Where(setting => setting.Value is not null).ToImmutableDictionary();
        if (FieldProblem(sink, settings) is { } fieldProblem)
            return fieldProblem;

        var target = new PublicationTarget($"{caller.Account}/{databaseId}", sink.Type, settings);
        if (verify && await sinks.VerifyAsync(target, cancellationToken) is { } problem)
            return ApiProblem.Create(StatusCodes.Status422UnprocessableEntity, problem.Code, problem.Message, problem.Remedy);

        // The receiver may have taken its time.
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is not { DeletingSince: null })
            return DeletingDatabases.Refuse();
        var key = new PublicationKey(caller.Account, databaseId, made.Id);
        var grain = grains.GetGrain<IPublicationGrain>(key.ToString());
        await grain.CreateAsync(Define(key, request.Name, settings, sink, secrets));
        var status = await grain.GetStatusAsync();
        var publication = PublicationResponse.From(databaseId, status!, sink);
        return audit.Created($"/api/v1/databases/{databaseId}/publications/{key.PublicationId}", publication, new { publication.Name, publication.Type, publication.Settings });
    }

    private static async Task<Results<Ok<PageResponse<PublicationResponse>>, ProblemHttpResult>> ListAsync(
        string databaseId,
        Caller caller,
        IDatabaseStore databases,
        IPublicationStore publications,
        ContactSinkRegistry sinks,
        CancellationToken cancellationToken,
        string? cursor = null,
        [Range(1, Pages.Most)] int limit = Pages.Most)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is null)
            return ApiProblem.NotFound("database", databaseId);
        var defined = (await publications.ListAsync(caller.Account, databaseId, cancellationToken)).Where(row => row.Record.Definition is not null);
        var (rows, next) = Pages.ById(defined, row => row.Key.PublicationId, cursor, limit);
        return TypedResults.Ok(new PageResponse<PublicationResponse>(
            [.. rows.Select(row => PublicationResponse.From(databaseId, PublicationStatuses.From(row.Key.PublicationId, row.Record), sinks.Find(row.Record.Definition!.Type)))],
            next));
    }

    private static async Task<Results<Ok<PublicationResponse>, ProblemHttpResult>> GetAsync(
        string databaseId,
        string publicationId,
        Caller caller,
        IDatabaseStore databases,
        IPublicationLedger ledger,
        ContactSinkRegistry sinks,
        IGrainFactory grains,
        CancellationToken cancellationToken)
    {
        if (await PublicationLookup.FindAsync(databases, grains, caller, databaseId, publicationId, cancellationToken) is not { } found)
            return ApiProblem.NotFound("publication", publicationId);
        var (delivered, rejected) = await ledger.CountAsync(found.Key, cancellationToken);
        return TypedResults.Ok(PublicationResponse.From(databaseId, found.Status, sinks.Find(found.Status.Definition.Type)) with { Delivered = delivered, Rejected = rejected });
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string databaseId, string publicationId, Caller caller, IDatabaseStore databases, IGrainFactory grains, CancellationToken cancellationToken) =>
        await PublicationLookup.FindAsync(databases, grains, caller, databaseId, publicationId, cancellationToken) is { } found && await found.Grain.RemoveAsync()
            ? TypedResults.NoContent()
            : ApiProblem.NotFound("publication", publicationId);

    private static async Task<Results<Accepted<PublicationStartedResponse>, ProblemHttpResult>> StartAsync(
        string databaseId, string publicationId, Caller caller, IDatabaseStore databases, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (await PublicationLookup.FindAsync(databases, grains, caller, databaseId, publicationId, cancellationToken) is not { } found)
            return ApiProblem.NotFound("publication", publicationId);
        if (await grains.LastRefreshAsync(caller, databaseId) is not { } refresh)
            return RefreshLookup.NeverRefreshed();
        return await found.Grain.PublishAsync(refresh.AsOf) is { } runId
            ? TypedResults.Accepted($"/api/v1/databases/{databaseId}/publications/{publicationId}", new PublicationStartedResponse(runId))
            : ApiProblem.NotFound("publication", publicationId);
    }

    private static async Task<Results<Ok<PageResponse<PublicationRejectionResponse>>, ProblemHttpResult>> ListRejectionsAsync(
        string databaseId,
        string publicationId,
        Caller caller,
        IDatabaseStore databases,
        IPublicationLedger ledger,
        IGrainFactory grains,
        CancellationToken cancellationToken,
        string? cursor = null,
        [Range(1, 1000)] int limit = 50)
    {
        if (await PublicationLookup.FindAsync(databases, grains, caller, databaseId, publicationId, cancellationToken) is not { } found)
            return ApiProblem.NotFound("publication", publicationId);
        if (!Cursors.TryReadNumber(cursor, out var after))
            return Cursors.Invalid();
        var rejections = await ledger.RejectionsAsync(found.Key, after, limit, cancellationToken);
        return TypedResults.Ok(new PageResponse<PublicationRejectionResponse>(
            [.. rejections.Select(PublicationRejectionResponse.From)],
            rejections.Length == limit ? rejections[^1].Key.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static ProblemHttpResult? FieldProblem(IContactSinkFactory sink, ImmutableDictionary<string, string> settings)
    {
        var fields = sink.Description.Fields;
        if (settings.Keys.FirstOrDefault(name => !fields.Any(field => field.Name == name)) is { } unknown)
            return ApiProblem.Invalid("setting_unknown", $"'{unknown}' is no setting of {sink.Type}.", $"The settings are: {string.Join(", ", fields.Select(field => field.Name))}.");
        return fields.FirstOrDefault(field => field.IsRequired && string.IsNullOrWhiteSpace(settings.GetValueOrDefault(field.Name))) is { } missing
            ? ApiProblem.Invalid("setting_missing", $"The setting '{missing.Name}' is missing.", missing.Help.En)
            : null;
    }

    private static PublicationDefinition Define(
        PublicationKey key, string name, ImmutableDictionary<string, string> settings, IContactSinkFactory sink, ISecretProtector secrets)
    {
        var secretNames = sink.Description.Fields.Where(field => field.IsSecret).Select(field => field.Name).ToHashSet();
        return new PublicationDefinition
        {
            Name = name.Trim(),
            Type = sink.Type,
            Settings = settings.Where(setting => !secretNames.Contains(setting.Key)).ToImmutableDictionary(),
            ProtectedSecrets = secrets.Protect(key.Account, key.PublicationId, settings.Where(setting => secretNames.Contains(setting.Key)).ToDictionary()),
        };
    }
}
