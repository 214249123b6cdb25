using System.Collections.Immutable;
using System.Security.Claims;
using Icomm.Actors.Persistence.Accounts;
using Icomm.Actors.Silo.Problems;

namespace Icomm.Actors.Silo.Access;

/// <summary>Decides in which account a request acts: the key's own, or, of an operator, the one that the header <c>X-Account</c> names.</summary>
internal sealed class ActingAccount(RequestDelegate next, IAccountStore accounts)
{
    public const string Header = "X-Account";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.User.FindFirstValue(AccessClaims.Key) is not { } keyId)
        {
            await next(context);
            return;
        }

        var own = context.User.FindFirstValue(AccessClaims.Account)!;
        var named = context.Request.Headers[Header].ToString();
        if (named.Length == 0 || named == own)
        {
            context.Features.Set(new Caller(own, keyId, own, ScopesOf(context.User)));
            await next(context);
        }
        else if (!context.User.HasClaim(AccessClaims.Scope, Scopes.Operate))
        {
            await AccessProblems.ScopeMissing(Scopes.Operate).ExecuteAsync(context);
        }
        else if (await accounts.FindAsync(named, context.RequestAborted) is not { } account)
        {
            await ApiProblem.NotFound("account", named).ExecuteAsync(context);
        }
        else
        {
            context.Features.Set(new Caller(account.Account, keyId, own, ScopesOf(context.User)));
            await next(context);
        }
    }

    private static ImmutableArray<string> ScopesOf(ClaimsPrincipal user) => [.. user.FindAll(AccessClaims.Scope).Select(claim => claim.Value)];
}
