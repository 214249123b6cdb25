using System.Threading.RateLimiting;
using Icomm.Actors.Abstractions.Inbox;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Grains.Inbox;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Inbox;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Inbound;

/// <summary>
/// Takes what stores push: checks the token, keeps the message, answers. Profiles come later; a store waits for one commit and nothing else, least of all for a grain that is on its way to another silo.
/// </summary>
internal sealed partial class InboundReceiver(
    IInboundTokens tokens,
    IInbox inbox,
    IIntegrationIndex integrations,
    ConnectorRegistry connectors,
    IGrainFactory grains,
    InboxMetrics metrics,
    IOptions<InboxOptions> options,
    TimeProvider time,
    ILogger<InboundReceiver> logger) : IDisposable
{
    /// <summary>For a place at which the body is read.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>For the whole body, from when there is a place.</summary>
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RetryWhenFull = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryWhenFailing = TimeSpan.FromSeconds(30);

    private readonly InboxOptions _options = options.Value;
    private readonly PartitionedRateLimiter<IntegrationKey> _places = InboundPlaces.Create(options.Value.MessagesInFlight);

    public void Dispose() => _places.Dispose();

    public async Task<Results<FileContentHttpResult, ProblemHttpResult>> ReceiveAsync(string integrationId, HttpContext context)
    {
        Results<FileContentHttpResult, ProblemHttpResult> answer;
        try
        {
            answer = await AnswerAsync(integrationId, context);
        }
        catch (PersistenceException exception)
        {
            LogNotStored(exception, exception.Code);
            answer = Later(context, RetryWhenFailing, StatusCodes.Status503ServiceUnavailable, exception.Code, "The message could not be stored just now. Send it again.");
        }

        if (answer.Result is ProblemHttpResult { ProblemDetails.Extensions: var extensions })
            metrics.Refused((string)extensions["code"]!);
        return answer;
    }

    private async Task<Results<FileContentHttpResult, ProblemHttpResult>> AnswerAsync(string integrationId, HttpContext context)
    {
        var now = time.GetUtcNow();
        var found = Guid.TryParseExact(integrationId, "N", out var id) ? await tokens.FindAsync(id.ToString("N"), context.RequestAborted) : null;
        if (!InboundSecret.IsOneOf(InboundRequest.TokenOf(context.Request), found, now, out var isFormer) || await ConnectorAsync(found!.Integration, context.RequestAborted) is not { } connector)
            return Unknown(context);
        if (InboundRequest.FormProblem(context.Request) is { } problem)
            return problem;

        using var place = await PlaceAsync(found.Integration, context.RequestAborted);
        if (place is not { IsAcquired: true })
            return Later(context, RetryWhenFailing, StatusCodes.Status503ServiceUnavailable, "temporarily_unavailable", "Too many messages come in just now. Send this one again later.");
        using var deadline = new CancellationTokenSource(LongestRead, time);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, deadline.Token);
        try
        {
            return await KeepAsync(found.Integration, connector, context, now, isFormer, reading.Token);
        }
        catch (Exception exception) when (exception is BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } || (exception is OperationCanceledException && deadline.IsCancellationRequested))
        {
            return ApiProblem.Create(StatusCodes.Status408RequestTimeout, "body_too_slow", $"The body did not arrive within {LongestRead.TotalSeconds:0} seconds.", "Send it again, in smaller messages if the line is slow.");
        }
        catch (InvalidDataException)
        {
            return ApiProblem.Invalid("body_malformed", "The body is not what gzip makes.");
        }
    }

    /// <returns>Null when none became free in time.</returns>
    private async Task<RateLimitLease?> PlaceAsync(IntegrationKey integration, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(LongestWait, time);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await _places.AcquireAsync(integration, permitCount: 1, waiting.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<Results<FileContentHttpResult, ProblemHttpResult>> KeepAsync(
        IntegrationKey integration, IPushConnector connector, HttpContext context, DateTimeOffset now, bool isFormer, CancellationToken reading)
    {
        if (await InboundRequest.ReadBodyAsync(context.Request, _options.MaxMessageBytes, reading) is not { } body)
            return ApiProblem.Create(StatusCodes.Status413PayloadTooLarge, "body_too_large", $"A message may have {_options.MaxMessageBytes} bytes, uncompressed.", "Send the orders in several messages.");
        if (body.IsEmpty)
            return ApiProblem.Invalid("body_empty", "The message is empty.");

        // Not cancelled any more: a store that hangs up now would not know whether its message is here, and it would be.
        var limits = new InboxLimits(_options.MaxBacklogMessages, _options.MaxBacklogBytes, _options.Keep);
        var receipt = await inbox.AddAsync(integration, new InboxMessage(body, now, isFormer), limits, CancellationToken.None);
        if (receipt == InboxReceipt.Full)
            return Later(context, RetryWhenFull, StatusCodes.Status429TooManyRequests, "backlog_full", "Too many messages wait to be applied. Send this one again later.");

        metrics.Received(connector.StoreType, receipt == InboxReceipt.Stored ? "stored" : "repeated");
        if (receipt == InboxReceipt.Stored)
            _ = WakeAsync(integration);
        return TypedResults.Bytes(connector.Acknowledge(body.Span), "application/json");
    }

    private async Task<IPushConnector?> ConnectorAsync(IntegrationKey integration, CancellationToken cancellationToken) =>
        await integrations.StoreTypeAsync(integration, cancellationToken) is { } storeType ? connectors.Find(storeType) as IPushConnector : null;

    /// <summary>The message is safe: when this fails, the reminder finds it.</summary>
    private async Task WakeAsync(IntegrationKey integration)
    {
        try
        {
            await grains.GetGrain<IInboxGrain>(integration.ToString()).WakeAsync();
        }
        catch (Exception exception)
        {
            LogNotWoken(exception, integration);
        }
    }

    /// <summary>One answer for every token that is not the right one, so that nobody learns which integrations there are.</summary>
    private static ProblemHttpResult Unknown(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return ApiProblem.Create(StatusCodes.Status401Unauthorized, "token_invalid", "The address and the token don't belong together.", "Use the address and the token that the integration shows when a token is made.");
    }

    private static ProblemHttpResult Later(HttpContext context, TimeSpan after, int status, string code, string detail)
    {
        context.Response.Headers.RetryAfter = $"{after.TotalSeconds:0}";
        return ApiProblem.Create(status, code, detail);
    }

    [LoggerMessage(4300, LogLevel.Error, "A pushed message could not be stored ({Code}); its sender was asked to send it again.")]
    private partial void LogNotStored(Exception exception, string code);

    [LoggerMessage(4301, LogLevel.Warning, "The inbox of {Integration} could not be woken; its reminder finds the message.")]
    private partial void LogNotWoken(Exception exception, IntegrationKey integration);
}
