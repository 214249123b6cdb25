using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Icomm.Actors.Persistence.Accounts;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Hosting;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Icomm.Actors.Silo.Idempotency;

/// <summary>
/// Answers a creation that is sent again with what it was answered first. Only what was made is remembered: a refusal makes nothing, and the request may be sent again with the same key.
/// One that fails on the way may have been made: sent again, it makes the same <see cref="NewResource"/>. A process that dies leaves the key taken for <see cref="GivenUpAfter"/>.
/// </summary>
internal sealed class IdempotencyMiddleware(RequestDelegate next, IIdempotentRequests requests, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FileGivenUpAfter = TimeSpan.FromMinutes(10);

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Idempotent>() is not { } operation
            || context.Features.Get<Caller>() is not { } caller
            || !context.Request.Headers.TryGetValue(Idempotent.Header, out var header))
        {
            await next(context);
            return;
        }

        var key = header.ToString();
        if (key.Length is 0 or > Idempotent.LongestKey || key.Any(character => character is < '!' or > '~'))
        {
            await KeyInvalid().ExecuteAsync(context);
            return;
        }

        var fingerprint = await FingerprintAsync(context.Request, operation);
        var now = time.GetUtcNow();
        var givenUpBefore = now - (operation.IsFile ? FileGivenUpAfter : GivenUpAfter);
        var turn = await requests.BeginAsync(caller.Account, key, fingerprint, NewResource.At(now).Id, now, now - Remembered, givenUpBefore, context.RequestAborted);
        if (turn.Other is not { } first)
        {
            context.Features.Set(new NewResource(turn.ResourceId!));
            await AnswerAsync(context, operation, caller.Account, key);
        }
        else if (!first.Fingerprint.AsSpan().SequenceEqual(fingerprint))
            await KeyReused().ExecuteAsync(context);
        else if (first.Answer is { } answer)
            await RepeatAsync(context.Response, answer);
        else
            await InProgress().ExecuteAsync(context);
    }

    private async Task AnswerAsync(HttpContext context, Idempotent operation, string account, string key)
    {
        var (response, wire) = (context.Response, context.Response.Body);
        using var body = new MemoryStream();
        response.Body = body;

        // What was begun is made and remembered, though the caller hang up: given up half-way, it would be made a second time. A file has to come to its end.
        if (!operation.IsFile)
            context.RequestAborted = CancellationToken.None;
        var isRemembered = false;
        try
        {
            await next(context);
            if (response.StatusCode is >= 200 and < 300)
            {
                // Not cancelled with the request: it is made, and the caller who hung up will ask again.
                var answer = new IdempotentAnswer(
                    response.StatusCode, response.Headers.Location, response.Headers.ETag, response.ContentType, operation.Secret is { } secret ? Without(secret, body.ToArray()) : body.ToArray());
                await requests.CompleteAsync(account, key, answer, CancellationToken.None);
                isRemembered = true;
            }
        }
        finally
        {
            response.Body = wire;
            if (!isRemembered)
                await requests.ReleaseAsync(account, key, CancellationToken.None);
        }

        body.Position = 0;
        await body.CopyToAsync(wire, context.RequestAborted);
    }

    private static async Task RepeatAsync(HttpResponse response, IdempotentAnswer answer)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.Headers["Idempotent-Replayed"] = "true";
        if (answer.Location is { } location)
            response.Headers[HeaderNames.Location] = location;
        if (answer.Tag is { } tag)
            response.Headers[HeaderNames.ETag] = tag;
        await response.Body.WriteAsync(answer.Body);
    }

    private static async Task<byte[]> FingerprintAsync(HttpRequest request, Idempotent operation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        if (operation.IsFile)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{request.ContentLength}"));
            return hash.GetHashAndReset();
        }

        // In memory: a file would hold the secrets of the body.
        request.EnableBuffering(HttpManners.MaxBodyBytes);
        var chunk = new byte[16 * 1_024];
        while (await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted) is > 0 and var read)
            hash.AppendData(chunk, 0, read);
        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    private static byte[] Without(string secret, byte[] body)
    {
        var answer = JsonNode.Parse(body)!.AsObject();
        answer.Remove(secret);
        return Encoding.UTF8.GetBytes(answer.ToJsonString());
    }

    private static ProblemHttpResult KeyInvalid() => ApiProblem.Invalid(
        "idempotency_key_invalid", $"The header {Idempotent.Header} is empty, longer than {Idempotent.LongestKey} characters, or has others than visible ASCII.", "Send a UUID, for example.");

    private static ProblemHttpResult KeyReused() => ApiProblem.Create(
        StatusCodes.Status422UnprocessableEntity, "idempotency_key_reused", $"Another request came with this {Idempotent.Header} already.", "Use a key of its own for each thing that is to be made.");

    private static ProblemHttpResult InProgress() => ApiProblem.Create(
        StatusCodes.Status409Conflict, "idempotency_key_in_use", "The same request is being answered.", "Send it again in a moment.");
}
