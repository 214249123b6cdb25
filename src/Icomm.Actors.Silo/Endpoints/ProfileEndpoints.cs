using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Secrets;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Hosting;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Endpoints;

internal static class ProfileEndpoints
{
    public static void MapProfiles(this IEndpointRouteBuilder api)
    {
        var profiles = api.MapGroup("/databases/{databaseId}/profiles").WithTags("Profiles")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        profiles.MapGet("/", ListAsync)
            .WithName("listProfiles")
            .WithSummary("List the profiles of a database")
            .WithDescription("Every profile with all its indicators as of a day, in the order of ids. With an e-mail, the profile of that customer alone.");
        profiles.MapGet("/{profileId}", GetAsync)
            .WithName("getProfile")
            .WithSummary("Get a profile")
            .WithDescription("All indicators as of a day: today in the database's time zone when left out.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        profiles.MapGet("/{profileId}/indicators/{indicator}", ExplainAsync)
            .WithName("explainIndicator")
            .WithSummary("Explain an indicator")
            .WithDescription("The purchases that make the number, most recent first.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<PageResponse<ProfileResponse>>, ProblemHttpResult>> ListAsync(
        string databaseId,
        IDatabaseStore databases,
        IProfileQueries profiles,
        IdentityKey identityKey,
        IGrainFactory grains,
        TimeProvider time,
        CancellationToken cancellationToken,
        string? email = null,
        DateOnly? asOf = null,
        string? cursor = null,
        [Range(1, 1000)] int limit = 100)
    {
        if (await databases.FindAsync(Accounts.Default, databaseId, cancellationToken) is not { } database)
            return ApiProblem.NotFound("database", databaseId);
        var day = asOf ?? Today(database.Settings, time);

        if (email is not null)
        {
            if (!CustomerIdentity.TryFromEmail(email, out var identity))
                return ApiProblem.Invalid("email_invalid", "The e-mail is not one.");
            var found = await Grain(grains, databaseId, identityKey.DigestOf(identity)).EvaluateAsync(day, database.Settings);
            return TypedResults.Ok(new PageResponse<ProfileResponse>(
                found is null ? [] : [ProfileResponse.From(found.ProfileId, found.Summary, found.Indicators)], NextCursor: null));
        }

        if (cursor is not null && !IsProfileId(cursor))
            return ApiProblem.Invalid("cursor_invalid", "The cursor is not one of this list.", "Use nextCursor of the page before.");
        var rows = await profiles.ListAsync(Accounts.Default, databaseId, cursor, limit, cancellationToken);
        return TypedResults.Ok(new PageResponse<ProfileResponse>(
            [.. rows.Select(row => Evaluate(row, day, database.Settings))], rows.Length == limit ? rows[^1].ProfileId : null));
    }

    private static async Task<Results<Ok<ProfileResponse>, ProblemHttpResult>> GetAsync(
        string databaseId, string profileId, IDatabaseStore databases, IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken, DateOnly? asOf = null)
    {
        if (await databases.FindAsync(Accounts.Default, databaseId, cancellationToken) is not { } database)
            return ApiProblem.NotFound("database", databaseId);
        if (!IsProfileId(profileId)
            || await Grain(grains, databaseId, profileId).EvaluateAsync(asOf ?? Today(database.Settings, time), database.Settings) is not { } found)
            return ApiProblem.NotFound("profile", profileId);
        return TypedResults.Ok(ProfileResponse.From(found.ProfileId, found.Summary, found.Indicators));
    }

    private static async Task<Results<Ok<ExplanationResponse>, ProblemHttpResult>> ExplainAsync(
        string databaseId,
        string profileId,
        string indicator,
        IDatabaseStore databases,
        IGrainFactory grains,
        TimeProvider time,
        CancellationToken cancellationToken,
        DateOnly? asOf = null)
    {
        if (await databases.FindAsync(Accounts.Default, databaseId, cancellationToken) is not { } database)
            return ApiProblem.NotFound("database", databaseId);
        if (!IsProfileId(profileId))
            return ApiProblem.NotFound("profile", profileId);
        if (!IndicatorNames.TryParse(indicator, out _))
            return ApiProblem.NotFound("indicator", indicator);

        var day = asOf ?? Today(database.Settings, time);
        var purchases = await Grain(grains, databaseId, profileId).ExplainAsync(indicator, day, database.Settings);
        return TypedResults.Ok(new ExplanationResponse(profileId, indicator, day, [.. purchases.Select(PurchaseResponse.From)]));
    }

    /// <summary>A profile of a list that can't be shown as of that day says so; the list goes on.</summary>
    private static ProfileResponse Evaluate(ProfileRow row, DateOnly asOf, DatabaseSettings settings)
    {
        var summary = row.State.Summarize();
        try
        {
            return ProfileResponse.From(row.ProfileId, summary, row.State.Evaluate(asOf, settings));
        }
        catch (AsOfUnanswerableException problem)
        {
            return ProfileResponse.From(row.ProfileId, summary, asOf, settings.Currency, problem);
        }
    }

    private static ICustomerProfileGrain Grain(IGrainFactory grains, string databaseId, string profileId) =>
        grains.GetGrain<ICustomerProfileGrain>(new ProfileKey(Accounts.Default, databaseId, profileId).ToString());

    private static DateOnly Today(DatabaseSettings settings, TimeProvider time) => CalendarZone.Get(settings.TimeZone).DateOf(time.GetUtcNow());

    private static bool IsProfileId(string text) => text.Length == IdentityDigest.Length && text.All(c => c is (>= 'a' and <= 'z') or (>= '2' and <= '7'));
}
