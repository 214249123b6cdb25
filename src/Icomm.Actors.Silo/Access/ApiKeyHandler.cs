using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Icomm.Actors.Silo.Access;

/// <summary>Authenticates by the API key that a request shows as <c>Authorization: Bearer</c> or in <c>X-Api-Key</c>.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyCache keys, ApiKeyUses uses, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";

    public const string Header = "X-Api-Key";

    private const string Bearer = "Bearer ";

    /// <summary>Why the key opens nothing. Not a failed result: strangers could fill the log with those.</summary>
    private ProblemHttpResult? _refusal;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // What is open to everybody may show tokens of its own.
        if (Context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<IAuthorizeData>() is null || TextOf(Request) is not { } text)
            return AuthenticateResult.NoResult();

        var now = time.GetUtcNow();
        var found = ApiKeyText.IsWellFormed(text) ? await keys.FindAsync(text, Context.RequestAborted) : null;
        _refusal = found is null || !found.IsValidAt(now) ? AccessProblems.KeyInvalid()
            : found.IsExpiredAt(now) ? AccessProblems.KeyExpired()
            : found.IsAccountDisabled ? AccessProblems.AccountDisabled()
            : null;
        if (_refusal is not null)
            return AuthenticateResult.NoResult();

        await uses.NoteAsync(found!.Key);
        var identity = new ClaimsIdentity(
            [new Claim(AccessClaims.Key, found.Key.KeyId), new Claim(AccessClaims.Account, found.Key.Account), .. found.Key.Scopes.Select(scope => new Claim(AccessClaims.Scope, scope))],
            Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var problem = _refusal ?? AccessProblems.KeyMissing();
        if (problem.StatusCode == StatusCodes.Status401Unauthorized)
            Response.Headers.WWWAuthenticate = "Bearer realm=\"icomm\"";
        return problem.ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var wanted = Context.GetEndpoint()!.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy!);
        return AccessProblems.ScopeMissing(wanted.First(scope => !Context.User.HasClaim(AccessClaims.Scope, scope))).ExecuteAsync(Context);
    }

    private static string? TextOf(HttpRequest request)
    {
        var authorization = request.Headers[HeaderNames.Authorization].ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim()
            : request.Headers.TryGetValue(Header, out var key) ? key.ToString().Trim()
            : authorization.Length > 0 ? ""
            : null;
    }
}
