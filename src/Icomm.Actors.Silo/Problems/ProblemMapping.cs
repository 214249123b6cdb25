using System.Text.Json;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence;
using Icomm.Actors.Publishing;
using Icomm.Actors.Silo.Engine;
using Microsoft.AspNetCore.Diagnostics;
using Orleans.Runtime;

namespace Icomm.Actors.Silo.Problems;

/// <summary>Turns every exception that reaches the API into a problem answer. The one place where that is decided.</summary>
internal sealed partial class ProblemMapping(IProblemDetailsService problems, ILogger<ProblemMapping> logger) : IExceptionHandler
{
    /// <summary>Where the framework reads bodies. It takes a charset that it doesn't know for a failure of the program's.</summary>
    private const string BodyReader = "Microsoft.AspNetCore.Http.Extensions";

    private const string TryAgain = "This could not be done just now; trying again is safe.";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var (status, code, detail) = Map(exception);
        if (status >= StatusCodes.Status500InternalServerError)
            LogFailed(exception, context.Request.Method, RouteOf(context), code);

        context.Response.StatusCode = status;
        var problem = new ProblemDetailsContext { HttpContext = context, ProblemDetails = { Status = status, Detail = detail, Extensions = { ["code"] = code } } };
        if (exception is BadHttpRequestException { InnerException: JsonException json } && JsonFailures.ByMember(json) is { } errors)
            problem.ProblemDetails.Extensions["errors"] = errors;
        return await problems.TryWriteAsync(problem);
    }

    /// <summary>The status that an exception is answered with.</summary>
    public static int StatusOf(Exception exception) => Map(exception).Status;

    private static (int Status, string Code, string Detail) Map(Exception exception) => exception switch
    {
        BadHttpRequestException { InnerException: JsonException json } => (400, "json_invalid", JsonFailures.Explain(json)),
        BadHttpRequestException { StatusCode: 413 } => (413, "body_too_large", "The body is too large."),
        BadHttpRequestException { StatusCode: 415 } => (415, "content_type_unsupported", "The body must be sent as application/json."),
        BadHttpRequestException bad => (bad.StatusCode, "request_malformed", BindingFailures.Explain(bad.Message)),
        InvalidOperationException { Source: BodyReader, InnerException: ArgumentException or NotSupportedException } => (415, "content_type_unsupported", "The charset of the body is not known; it must be UTF-8."),

        // What a grain's store said, as engines wrap it.
        OrleansException { InnerException: PersistenceException or DomainException } wrapped => Map(wrapped.InnerException!),
        AsOfUnanswerableException folded => (422, folded.Code, folded.Message),
        UnknownIndicatorException unknown => (404, unknown.Code, unknown.Message),
        ProfileStateException { Code: ProfileStateErrors.Corrupt or ProfileStateErrors.NewerVersion } unreadable => (500, unreadable.Code, "A stored profile could not be read; the log says why."),
        DomainException domain => (422, domain.Code, domain.Message),
        StoreException store => (store.IsTransient ? 503 : 422, store.Problem.Code, store.Problem.Text.En),
        PublishException publish => (publish.IsTransient ? 503 : 422, publish.Code, $"{publish.Problem.Message} {publish.Remedy}"),
        PersistenceException { Code: PersistenceErrors.CursorInvalid } cursor => (400, cursor.Code, "The cursor is not one of this list. Use nextCursor of the page before, with the same conditions and order."),
        PersistenceException { Code: PersistenceErrors.CharacterUnusable } => (400, "request_malformed", "The request has a character, such as U+0000, that no text here can have."),
        PersistenceException { Code: PersistenceErrors.StoreBusy or PersistenceErrors.StoreClosed or PersistenceErrors.WriteOutcomeUnknown } busy => (503, busy.Code, TryAgain),
        PersistenceException stored => (500, stored.Code, "The data could not be read or written; the log says why."),
        _ when ActorEngine.IsOverload(exception) => (503, "temporarily_unavailable", "The cluster has too much to do just now; trying again later is safe."),

        // Silos come and go, and grains move; whatever the engine says of it ends with that. What waits for an activation that its silo gives up is cancelled, by nobody who asked.
        TimeoutException or OrleansException or OperationCanceledException => (503, "temporarily_unavailable", TryAgain),
        _ => (500, "internal_error", "Something failed inside Icomm.Actors; the log says what."),
    };

    /// <summary>The request itself no longer knows it.</summary>
    private static string? RouteOf(HttpContext context) => (context.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText;

    [LoggerMessage(4100, LogLevel.Error, "{Method} {Endpoint} failed with {Code}.")]
    private partial void LogFailed(Exception exception, string method, string? endpoint, string code);
}
