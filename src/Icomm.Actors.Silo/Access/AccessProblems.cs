using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Access;

/// <summary>Why a request is turned away before anything is looked at.</summary>
internal static class AccessProblems
{
    public static ProblemHttpResult KeyMissing() => ApiProblem.Create(
        StatusCodes.Status401Unauthorized, "key_missing", "The request shows no API key.", $"Send it as Authorization: Bearer {ApiKeyText.Prefix}…, or in the header {ApiKeyHandler.Header}.");

    public static ProblemHttpResult KeyInvalid() => ApiProblem.Create(
        StatusCodes.Status401Unauthorized, "key_invalid", "The API key is not one that is valid.", "Check that all of it was sent; if it was revoked or rotated, use the new one.");

    public static ProblemHttpResult KeyExpired() => ApiProblem.Create(
        StatusCodes.Status401Unauthorized, "key_expired", "The API key has expired.", "Make another one with a key that is valid.");

    public static ProblemHttpResult AccountDisabled() => ApiProblem.Create(
        StatusCodes.Status403Forbidden, "account_disabled", "The account of the API key is disabled.", "Ask the operator of this installation.");

    /// <param name="seconds">As Retry-After says.</param>
    public static ProblemHttpResult RateLimited(string seconds) => ApiProblem.Create(
        StatusCodes.Status429TooManyRequests, "rate_limited", "Too many requests came with this API key, or without one from this address.", $"Ask again in {seconds} seconds, and less often.");

    /// <param name="end">When the key that asks expires.</param>
    public static ProblemHttpResult KeyOutlivesOwn(DateTimeOffset end) => ApiProblem.Create(
        StatusCodes.Status403Forbidden, "key_outlives_own", $"The key would be valid longer than the one that asks, which expires at {end:O}.", "Give an expiresAt up to then, or use a key that is valid longer.");

    public static ProblemHttpResult ScopeMissing(string scope) => ApiProblem.Create(
        StatusCodes.Status403Forbidden, "scope_missing", $"The API key lacks the scope '{scope}'.", "Use a key that has it.", ("scope", scope));
}
