using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>One profile, and why it is as it is.</summary>
internal static class ProfileEndpoints
{
    public static void MapProfiles(this IEndpointRouteBuilder api)
    {
        var profiles = api.MapGroup("/databases/{databaseId}/profiles/{profileId}").WithTags("Profiles")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Refuses(StatusCodes.Status422UnprocessableEntity, "as_of_folded");
        profiles.MapGet("/", GetAsync)
            .WithName("getProfile")
            .WithSummary("Get a profile")
            .WithDescription("All indicators as of a day: today in the database's time zone when left out. Live, and scored by the RFM model in force on that day.");
        profiles.MapGet("/indicators/{indicator}", ExplainAsync)
            .WithName("explainIndicator")
            .WithSummary("Explain an indicator")
            .WithDescription("Its value and the purchases that make it, most recent first; of RFM indicators also the values, the cuts they were compared with, and the rules that matched.");
    }

    /// <summary>No id of ours is anything else, and no text from outside becomes part of a key.</summary>
    public static bool IsProfileId(string text) => text.Length == IdentityDigest.Length && text.All(c => c is (>= 'a' and <= 'z') or (>= '2' and <= '7'));

    private static async Task<Results<Ok<ProfileResponse>, ProblemHttpResult>> GetAsync(
        string databaseId, string profileId, Caller caller, IDatabaseStore databases, LiveProfiles profiles, TimeProvider time, CancellationToken cancellationToken, DateOnly? asOf = null)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is not { } database)
            return ApiProblem.NotFound("database", databaseId);
        var day = asOf ?? database.Settings.Today(time);
        return IsProfileId(profileId)
            && await profiles.FindAsync(database, profileId, day, await profiles.ScorerAsync(database, day, cancellationToken), cancellationToken) is { } found
                ? TypedResults.Ok(ProfileResponse.Whole(found))
                : ApiProblem.NotFound("profile", profileId);
    }

    private static async Task<Results<Ok<ExplanationResponse>, ProblemHttpResult>> ExplainAsync(
        string databaseId,
        string profileId,
        string indicator,
        Caller caller,
        IDatabaseStore databases,
        LiveProfiles profiles,
        TimeProvider time,
        CancellationToken cancellationToken,
        DateOnly? asOf = null)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is not { } database)
            return ApiProblem.NotFound("database", databaseId);
        if (!IsProfileId(profileId))
            return ApiProblem.NotFound("profile", profileId);
        if (!IndicatorNames.TryParse(indicator, out var asked))
            return ApiProblem.NotFound("indicator", indicator);

        var day = asOf ?? database.Settings.Today(time);
        var scorer = await profiles.ScorerAsync(database, day, cancellationToken);
        if (await profiles.FindAsync(database, profileId, day, scorer, cancellationToken) is not { } view)
            return ApiProblem.NotFound("profile", profileId);
        var purchases = await profiles.Grain(database, profileId).ExplainAsync(indicator, day, database.Settings);
        return TypedResults.Ok(new ExplanationResponse
        {
            ProfileId = profileId,
            Indicator = indicator,
            AsOf = day,
            Value = PlainValue.Of(view.Indicators.ToFields(view.Rfm).First(field => field.Name == indicator).Value),
            Purchases = [.. purchases.Select(PurchaseResponse.From)],
            Rfm = scorer is null ? null : RfmExplanations.Of(asked, view, scorer.Model),
        });
    }
}
