using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Secrets;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Auditing;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Lookups;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Queries;
using Icomm.Actors.Silo.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>Many profiles: live in the order of ids, or filtered and sorted as of the last refresh.</summary>
internal static class ProfileQueryEndpoints
{
    private const int StandardLimit = 100;

    public static void MapProfileQueries(this IEndpointRouteBuilder api)
    {
        api.MapGet("/profile-fields", ListFields)
            .WithTags("Profiles")
            .WithName("listProfileFields")
            .WithSummary("List the fields to filter and sort by")
            .WithDescription("Every field with its type and the operators that it can be compared with.");
        var profiles = api.MapGroup("/databases/{databaseId}/profiles").WithTags("Profiles")
            .Refuses(
                StatusCodes.Status400BadRequest,
                "filter_malformed",
                "filter_field_unknown",
                "filter_operator_invalid",
                "filter_value_invalid",
                "filter_too_many",
                "sort_field_unknown",
                "group_unknown",
                "text_too_long")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Refuses(StatusCodes.Status409Conflict, "never_refreshed");
        profiles.MapGet("/", ListAsync)
            .WithName("listProfiles")
            .WithSummary("List the profiles of a database")
            .WithDescription(
                "Every profile with all its indicators as of a day, live, in the order of ids; with an e-mail, the profile of that customer alone. "
                + "With conditions or an order, the profiles as of the last refresh.")
            .Refuses(StatusCodes.Status400BadRequest, "email_invalid", "email_with_filter", "as_of_with_filter", "cursor_invalid");
        profiles.MapGet("/export", ExportAsync)
            .WithName("exportProfiles")
            .IsAudited()
            .WithSummary("Export profiles as CSV")
            .WithDescription("The profiles as of the last refresh that fulfil the conditions, with every indicator: RFC 4180, UTF-8, sent while it is read.")
            .Produces<string>(StatusCodes.Status200OK, ProfileExport.ContentType);
    }

    private static Ok<ImmutableArray<ProfileFieldResponse>> ListFields() => TypedResults.Ok(
        ProfileFieldCatalogue.All.Select(field => new ProfileFieldResponse(field.Name, field.Type, field.Operators, field.Description)).ToImmutableArray());

    private static async Task<Results<Ok<ProfilePageResponse>, ProblemHttpResult>> ListAsync(
        string databaseId,
        [AsParameters] ProfileListRequest request,
        Caller caller,
        IDatabaseStore databases,
        IProfileQueries profiles,
        IMasterDataQueries rows,
        LiveProfiles live,
        IdentityKey identityKey,
        IGrainFactory grains,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is not { } database)
            return ApiProblem.NotFound("database", databaseId);
        if (ProfileQuery.IsAsked(request))
            return await QueryAsync(caller, database, request, rows, grains, cancellationToken);

        var day = request.AsOf ?? database.Settings.Today(time);
        var scorer = await live.ScorerAsync(database, day, cancellationToken);
        if (request.Email is { } email)
        {
            if (!CustomerIdentity.TryFromEmail(email, out var identity))
                return ApiProblem.Invalid("email_invalid", "The e-mail is not one.");
            var found = await live.FindAsync(database, identityKey.DigestOf(identity), day, scorer, cancellationToken);
            return TypedResults.Ok(new ProfilePageResponse(found is null ? [] : [ProfileResponse.From(found)], null, day, Total: request.Count == true ? found is null ? 0 : 1 : null));
        }

        if (request.Cursor is { } cursor && !ProfileEndpoints.IsProfileId(cursor))
            return Cursors.Invalid();
        var limit = request.Limit ?? StandardLimit;
        var page = await profiles.ListAsync(caller.Account, databaseId, request.Cursor, limit, cancellationToken);
        var items = ImmutableArray.CreateBuilder<ProfileResponse>(page.Length);
        foreach (var row in page)
            items.Add(await EvaluateAsync(live, database, row, day, scorer, cancellationToken));
        return TypedResults.Ok(new ProfilePageResponse(
            items.MoveToImmutable(),
            page.Length == limit ? page[^1].ProfileId : null,
            day,
            request.Count == true ? await profiles.CountAsync(caller.Account, databaseId, cancellationToken) : null));
    }

    /// <summary>From the master data.</summary>
    private static async Task<Results<Ok<ProfilePageResponse>, ProblemHttpResult>> QueryAsync(
        Caller caller, DatabaseRow database, ProfileListRequest request, IMasterDataQueries rows, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (request.Email is not null)
            return ApiProblem.Invalid("email_with_filter", "An e-mail asks for one customer, and conditions for many.", "Leave the conditions out, or write the e-mail as one: filter=Email=….");
        if (await grains.LastRefreshAsync(caller, database.DatabaseId) is not { } refresh)
            return RefreshLookup.NeverRefreshed();
        if (request.AsOf is { } day && day != refresh.AsOf)
            return AsOfWithFilter(refresh);
        if (ProfileQuery.Parse(request, refresh.AsOf, out var problem) is not { } query)
            return problem!.ToResult();

        var page = await rows.ListAsync(database.Account, database.DatabaseId, query.Page(request.Cursor, request.Limit ?? StandardLimit), cancellationToken);
        var refreshed = RefreshedRows.Of(database, refresh);
        return TypedResults.Ok(new ProfilePageResponse(
            [.. page.Rows.Select(row => ProfileResponse.From(row, refreshed))],
            page.NextCursor,
            refresh.AsOf,
            request.Count == true ? await rows.CountAsync(database.Account, database.DatabaseId, query.Conditions, cancellationToken) : null));
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> ExportAsync(
        string databaseId, [AsParameters] ProfileConditions request, Caller caller, IDatabaseStore databases, IMasterDataQueries rows, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is not { } database)
            return ApiProblem.NotFound("database", databaseId);
        if (await grains.LastRefreshAsync(caller, databaseId) is not { } refresh)
            return RefreshLookup.NeverRefreshed();
        if (ProfileQuery.Parse(request, refresh.AsOf, out var problem) is not { } query)
            return problem!.ToResult();
        var export = new ProfileExport(database, refresh.AsOf, query, rows);
        var first = await export.ReadFirstAsync(cancellationToken);
        return TypedResults.Stream(stream => export.WriteAsync(stream, first, cancellationToken), ProfileExport.ContentType, export.FileName);
    }

    /// <summary>A profile of a list that can't be shown as of that day says so; the list goes on.</summary>
    private static async Task<ProfileResponse> EvaluateAsync(
        LiveProfiles live, DatabaseRow database, ProfileRow row, DateOnly asOf, RfmScorer? scorer, CancellationToken cancellationToken)
    {
        if (row.State is not { } state)
            return ProfileResponse.Unreadable(row.ProfileId, asOf, database.Settings.Currency, row.ProblemCode!);
        try
        {
            return ProfileResponse.From(await live.EvaluateAsync(database, row.ProfileId, state, asOf, scorer, cancellationToken));
        }
        catch (AsOfUnanswerableException problem)
        {
            return ProfileResponse.From(row.ProfileId, state.Summarize(), asOf, database.Settings.Currency, problem);
        }
    }

    private static ProblemHttpResult AsOfWithFilter(CompletedRefreshStatus refresh) => ApiProblem.Invalid(
        "as_of_with_filter",
        $"Conditions and order are answered as of the last refresh, which is of {refresh.AsOf:yyyy-MM-dd}.",
        "Leave asOf out, or start a refresh as of the day that you want.");
}
