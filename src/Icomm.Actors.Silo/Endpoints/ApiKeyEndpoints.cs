using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Persistence.Accounts;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Auditing;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Idempotency;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>The keys of the caller's account. Nobody gives away, takes over or takes away a scope that they lack; and no key revokes itself, so that there is always one left.</summary>
internal static class ApiKeyEndpoints
{
    public static void MapApiKeys(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/api-keys").WithTags("API keys");
        keys.MapPost("/", CreateAsync)
            .WithName("createApiKey")
            .IsIdempotent(secret: "key")
            .WithSummary("Create an API key")
            .WithDescription("Shows the key, this once. It has no scope that the key which makes it lacks, and is valid no longer.")
            .Refuses(StatusCodes.Status400BadRequest, "expiry_past")
            .Refuses(StatusCodes.Status403Forbidden, "key_outlives_own");
        keys.MapGet("/", ListAsync)
            .WithName("listApiKeys")
            .WithSummary("List the API keys, newest first")
            .WithDescription("With those that are revoked or expired; never the keys themselves.");
        keys.MapPost("/{keyId}/rotate", RotateAsync)
            .WithName("rotateApiKey")
            .WithSummary("Give an API key a new secret")
            .WithDescription("Shows the new secret, this once. The one before it is valid for the grace time still.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Refuses(StatusCodes.Status403Forbidden, "key_outlives_own")
            .Refuses(StatusCodes.Status409Conflict, "key_revoked");
        keys.MapDelete("/{keyId}", RevokeAsync)
            .WithName("revokeApiKey")
            .WithSummary("Revoke an API key")
            .WithDescription("It opens nothing any more: at once on the silo that is asked, within ten seconds on others.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Refuses(StatusCodes.Status409Conflict, "key_own", "key_revoked");
    }

    private static async Task<Results<Created<NewApiKeyResponse>, ProblemHttpResult>> CreateAsync(
        CreateApiKeyRequest request, Caller caller, NewResource made, IApiKeyStore keys, AuditTrail audit, TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        var scopes = Scopes.All.Where(scope => request.Scopes.Exists(wanted => Scopes.Of(wanted) == scope)).ToArray();
        if (caller.Lacks(scopes) is { } missing)
            return AccessProblems.ScopeMissing(missing);
        var now = time.GetUtcNow();
        if (request.ExpiresAt <= now)
            return ApiProblem.Invalid("expiry_past", "The key would have expired already.", "Give an instant in the future, or leave expiresAt out.");
        if (await OutlivesOwnAsync(request.ExpiresAt, caller, keys, cancellationToken) is { } outlives)
            return outlives;

        var text = ApiKeyText.Make();
        var key = new ApiKeyRow
        {
            KeyId = made.Id,
            Account = caller.Account,
            Name = request.Name.Trim(),
            Scopes = [.. scopes],
            Secret = ApiKeyText.SecretOf(text),
            CreatedAt = now,
            ExpiresAt = request.ExpiresAt?.ToUniversalTime(),
        };
        if (await keys.FindAsync(caller.Account, made.Id, cancellationToken) is null)
            await keys.AddAsync(key, cancellationToken);
        else
            await keys.RotateAsync(caller.Account, made.Id, key.Secret, formerUntil: null, cancellationToken); // nobody was shown the first
        response.Headers.CacheControl = "no-store";
        return audit.Created($"/api/v1/api-keys/{key.KeyId}", NewApiKeyResponse.From(text, key, now), new { key.Name, key.Scopes, key.ExpiresAt });
    }

    private static async Task<Ok<PageResponse<ApiKeyResponse>>> ListAsync(
        Caller caller, IApiKeyStore keys, TimeProvider time, CancellationToken cancellationToken, string? cursor = null, [Range(1, 1000)] int limit = 50)
    {
        var rows = await keys.ListAsync(caller.Account, cursor, limit, cancellationToken);
        var now = time.GetUtcNow();
        return TypedResults.Ok(new PageResponse<ApiKeyResponse>([.. rows.Select(row => ApiKeyResponse.From(row, now))], rows.Length == limit ? rows[^1].KeyId : null));
    }

    private static async Task<Results<Ok<NewApiKeyResponse>, ProblemHttpResult>> RotateAsync(
        string keyId, Caller caller, IApiKeyStore keys, ApiKeyCache cache, TimeProvider time, HttpResponse response, CancellationToken cancellationToken, RotateApiKeyRequest? request = null)
    {
        if (await keys.FindAsync(caller.Account, keyId, cancellationToken) is not { } key)
            return ApiProblem.NotFound("api_key", keyId);
        if (caller.Lacks(key.Scopes) is { } missing)
            return AccessProblems.ScopeMissing(missing);
        if (await OutlivesOwnAsync(key.ExpiresAt, caller, keys, cancellationToken) is { } outlives)
            return outlives;

        var now = time.GetUtcNow();
        var grace = TimeSpan.FromHours((request ?? new RotateApiKeyRequest()).GraceHours);
        var text = ApiKeyText.Make();
        var rotated = key with { Secret = ApiKeyText.SecretOf(text), FormerUntil = grace > TimeSpan.Zero ? now + grace : null };
        if (!await keys.RotateAsync(caller.Account, keyId, rotated.Secret, rotated.FormerUntil, cancellationToken))
            return Revoked();
        cache.Forget();
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(NewApiKeyResponse.From(text, rotated, now));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        string keyId, Caller caller, IApiKeyStore keys, ApiKeyCache cache, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await keys.FindAsync(caller.Account, keyId, cancellationToken) is not { } key)
            return ApiProblem.NotFound("api_key", keyId);
        if (caller.Lacks(key.Scopes) is { } missing)
            return AccessProblems.ScopeMissing(missing);
        if (key.KeyId == caller.KeyId)
            return Itself();
        if (!await keys.RevokeAsync(caller.Account, keyId, time.GetUtcNow(), cancellationToken))
            return Revoked();
        cache.Forget();
        return TypedResults.NoContent();
    }

    /// <summary>A key that ends soon makes and takes over none that goes on.</summary>
    private static async Task<ProblemHttpResult?> OutlivesOwnAsync(DateTimeOffset? expiresAt, Caller caller, IApiKeyStore keys, CancellationToken cancellationToken) =>
        await keys.FindAsync(caller.KeyAccount, caller.KeyId, cancellationToken) is { ExpiresAt: { } end } && (expiresAt is null || expiresAt > end) ? AccessProblems.KeyOutlivesOwn(end) : null;

    private static ProblemHttpResult Revoked() => ApiProblem.Create(StatusCodes.Status409Conflict, "key_revoked", "The key is revoked already.", "Make another one.");

    private static ProblemHttpResult Itself() => ApiProblem.Create(
        StatusCodes.Status409Conflict, "key_own", "The key is the one that the request shows, and would lock itself out.", "Revoke it with another key, or rotate it.");
}
