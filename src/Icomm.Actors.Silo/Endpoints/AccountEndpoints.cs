using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Persistence.Accounts;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Auditing;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Idempotency;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Requests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>The operator's view of who uses the installation.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts").RequireAuthorization(Scopes.Operate);
        accounts.MapPost("/", CreateAsync)
            .WithName("createAccount")
            .IsIdempotent()
            .WithSummary("Create an account")
            .WithDescription("Its first key is made with POST /api/v1/api-keys and the header X-Account.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status409Conflict, "account_exists");
        accounts.MapGet("/", ListAsync)
            .WithName("listAccounts")
            .WithSummary("List the accounts");
        accounts.MapGet("/{accountId}", GetAsync)
            .WithName("getAccount")
            .WithSummary("Get an account")
            .WithDescription("The header ETag tells its version, for If-Match of a change.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        accounts.MapPatch("/{accountId}", UpdateAsync)
            .WithName("updateAccount")
            .WithSummary("Change an account")
            .WithDescription("Changes what is sent and nothing else. The keys of a disabled account open nothing; an operator still acts in it. With If-Match, only the version that was read is changed.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Refuses(StatusCodes.Status409Conflict, "account_exists", "account_own")
            .ProducesProblem(StatusCodes.Status412PreconditionFailed);
    }

    private static async Task<Results<Created<AccountResponse>, ProblemHttpResult>> CreateAsync(
        CreateAccountRequest request, NewResource made, IAccountStore accounts, AuditTrail audit, TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        var account = new AccountRow(made.Id, request.Name.Trim(), time.GetUtcNow(), DisabledAt: null);
        if (!await accounts.TryAddAsync(account, cancellationToken) && await accounts.FindAsync(made.Id, cancellationToken) is null)
            return NameTaken(account.Name);
        response.SetTag(account.Version);
        return audit.Created($"/api/v1/accounts/{account.Account}", AccountResponse.From(account), new { account.Name });
    }

    private static async Task<Ok<PageResponse<AccountResponse>>> ListAsync(
        IAccountStore accounts, CancellationToken cancellationToken, string? cursor = null, [Range(1, 1000)] int limit = 50)
    {
        var rows = await accounts.ListAsync(cursor, limit, cancellationToken);
        return TypedResults.Ok(new PageResponse<AccountResponse>([.. rows.Select(AccountResponse.From)], rows.Length == limit ? rows[^1].Account : null));
    }

    private static async Task<Results<Ok<AccountResponse>, ProblemHttpResult>> GetAsync(string accountId, IAccountStore accounts, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(accountId, cancellationToken) is not { } account)
            return ApiProblem.NotFound("account", accountId);
        response.SetTag(account.Version);
        return TypedResults.Ok(AccountResponse.From(account));
    }

    private static async Task<Results<Ok<AccountResponse>, ProblemHttpResult>> UpdateAsync(
        string accountId,
        UpdateAccountRequest request,
        Caller caller,
        IAccountStore accounts,
        ApiKeyCache keys,
        AuditTrail audit,
        TimeProvider time,
        HttpResponse response,
        CancellationToken cancellationToken,
        [FromHeader(Name = "If-Match")] string? ifMatch = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await accounts.FindAsync(accountId, cancellationToken) is not { } account)
                return ApiProblem.NotFound("account", accountId);
            if (EntityTags.Mismatch(ifMatch, "account", account.Version) is { } mismatch)
                return mismatch;
            if (request.IsDisabled is true && account.Account == caller.KeyAccount)
                return OwnAccount();

            var wanted = account with
            {
                Name = request.Name?.Trim() ?? account.Name,
                DisabledAt = request.IsDisabled switch
                {
                    true => account.DisabledAt ?? time.GetUtcNow(),
                    false => null,
                    null => account.DisabledAt,
                },
            };
            switch (await accounts.UpdateAsync(wanted, account.Version, cancellationToken))
            {
                case AccountUpdate.Updated:
                    audit.Change(AccountResponse.From(account), AccountResponse.From(wanted));
                    keys.Forget();
                    response.SetTag(account.Version + 1);
                    return TypedResults.Ok(AccountResponse.From(wanted));
                case AccountUpdate.NameTaken:
                    return NameTaken(wanted.Name);
                case AccountUpdate.NotFound:
                    return ApiProblem.NotFound("account", accountId);
                case AccountUpdate.OtherVersion when attempt == EntityTags.Attempts:
                    return EntityTags.OtherVersion("account", account.Version);
            }
        }
    }

    private static ProblemHttpResult NameTaken(string name) => ApiProblem.Create(
        StatusCodes.Status409Conflict, "account_exists", $"There is an account named '{name}' already.", "Choose another name, or use that account.");

    private static ProblemHttpResult OwnAccount() => ApiProblem.Create(
        StatusCodes.Status409Conflict, "account_own", "The account is the one that the key belongs to, and would lock itself out.", "Disable it with an operator's key of another account.");
}
