using Icomm.Actors.Persistence.Audit;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Problems;

namespace Icomm.Actors.Silo.Auditing;

/// <summary>
/// Writes to the audit log what is done over the API: that it begins before it is done, so that nothing is done which the log does not know of, and what came of it before the answer is sent.
/// What was refused has changed nothing, and is taken out.
/// </summary>
internal static class AuditFilter
{
    public static RouteGroupBuilder Audit(this RouteGroupBuilder api)
    {
        api.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;

            // A request that could not be bound gets this far as well, with its answer's status set.
            var isMalformed = http.Response.StatusCode == StatusCodes.Status400BadRequest;
            return !isMalformed && http.Features.Get<Caller>() is { } caller && IsAudited(http) ? await AuditAsync(context, next, caller) : await next(context);
        });
        return api;
    }

    private static bool IsAudited(HttpContext http) => http.GetEndpoint()!.Metadata.GetMetadata<Audited>()?.IsAudited ?? !HttpMethods.IsGet(http.Request.Method);

    private static async ValueTask<object?> AuditAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, Caller caller)
    {
        var http = context.HttpContext;
        var (log, trail) = (http.RequestServices.GetRequiredService<IAuditLog>(), http.RequestServices.GetRequiredService<AuditTrail>());
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var entry = new AuditEntry
        {
            Account = caller.Account,
            EntryId = Guid.CreateVersion7(now).ToString("N"),
            At = now,
            Key = new AuditedKey(caller.KeyId, caller.KeyAccount),
            Action = http.GetEndpoint()!.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName,
            Resource = "",
        }.On(http.Request.Path.Value!);
        await log.SaveAsync(entry, http.RequestAborted);

        try
        {
            var result = await next(context);
            await EndAsync(log, entry, trail, StatusOf(result));
            return result;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !http.RequestAborted.IsCancellationRequested)
        {
            await EndAsync(log, entry, trail, ProblemMapping.StatusOf(exception));
            throw;
        }
    }

    /// <summary>Not cancelled with the request: what was done is done.</summary>
    private static Task EndAsync(IAuditLog log, AuditEntry entry, AuditTrail trail, int status) => status switch
    {
        >= 400 and < 500 => log.WithdrawAsync(entry.Account, entry.EntryId, CancellationToken.None),
        < 400 => log.SaveAsync(entry.On(trail.Made ?? entry.Resource) with { Outcome = AuditOutcome.Done, Changes = trail.Changes }, CancellationToken.None),
        _ => log.SaveAsync(entry with { Outcome = AuditOutcome.Failed }, CancellationToken.None),
    };

    private static int StatusOf(object? result) =>
        (result is INestedHttpResult nested ? nested.Result : result) is IStatusCodeHttpResult { StatusCode: { } status } ? status : StatusCodes.Status200OK;

    private static AuditEntry On(this AuditEntry entry, string path)
    {
        var parts = path.Split('/');
        return entry with { Resource = path, IntegrationId = After("integrations"), DatabaseId = After("databases") };

        string? After(string collection) => Array.IndexOf(parts, collection) is >= 0 and var at && at + 1 < parts.Length && parts[at + 1].Length > 0 ? parts[at + 1] : null;
    }
}
