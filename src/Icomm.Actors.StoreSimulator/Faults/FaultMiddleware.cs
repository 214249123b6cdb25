using System.Globalization;
using System.Text;
using Icomm.Actors.StoreSimulator.Admin;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Icomm.Actors.StoreSimulator.Faults;

/// <summary>
/// Strikes requests as the plan says. Faults of the connection and of the bytes are done here; faults in what a page holds are left to the platform,
/// which finds them with <see cref="PageFault"/>.
/// </summary>
internal sealed class FaultMiddleware(FaultPlan plan, IFaultPages pages, TimeProvider network, CancellationToken stopping)
{
    private const string MaintenancePage =
        "<!DOCTYPE html><html><head><title>503 Service Unavailable</title></head><body><h1>Service Temporarily Unavailable</h1></body></html>";

    private const string ChallengePage = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>";

    private static readonly object PageFaultKey = new();

    /// <summary>The fault that the platform's own page writer has to do, if any.</summary>
    public static FaultKind? PageFault(HttpContext context) => context.Items.TryGetValue(PageFaultKey, out var kind) ? (FaultKind?)kind : null;

    public Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        plan.Next(context.Request.Path) is { } fault ? StrikeAsync(context, next, fault) : next(context);

    private async Task StrikeAsync(HttpContext context, RequestDelegate next, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.TokenExpired:
                await pages.TokenExpiredAsync(context);
                break;
            case FaultKind.Forbidden:
                await pages.ForbiddenAsync(context);
                break;
            case FaultKind.NotFound:
                await pages.NotFoundAsync(context);
                break;
            case FaultKind.TooManyRequests:
                SetRetryAfter(context, fault);
                await pages.TooManyRequestsAsync(context);
                break;
            case FaultKind.ServerError:
                await pages.ServerErrorAsync(context);
                break;
            case FaultKind.UnavailableHtml:
                SetRetryAfter(context, fault);
                await WriteHtmlAsync(context, StatusCodes.Status503ServiceUnavailable, MaintenancePage);
                break;
            case FaultKind.HtmlPage:
                await WriteHtmlAsync(context, StatusCodes.Status200OK, ChallengePage);
                break;
            case FaultKind.RedirectHere:
                context.Response.Redirect(context.Request.Path + context.Request.QueryString);
                break;
            case FaultKind.RedirectElsewhere:
                context.Response.Redirect("https://elsewhere.example" + context.Request.Path + context.Request.QueryString);
                break;
            case FaultKind.Delay:
                await WaitAsync(context, fault.Delay);
                await next(context);
                break;
            case FaultKind.Hang:
                await WaitAsync(context, Timeout.InfiniteTimeSpan);
                Cut(context);
                break;
            case FaultKind.HangAfterwards:
                await CaptureAsync(context, next);
                await WaitAsync(context, Timeout.InfiniteTimeSpan);
                Cut(context);
                break;
            case FaultKind.ConnectionReset:
                Reset(context);
                break;
            case FaultKind.ConnectionResetAfterwards:
                await CaptureAsync(context, next);
                Reset(context);
                break;
            case FaultKind.ConnectionResetMidBody:
                await ResetMidBodyAsync(context, next);
                break;
            case FaultKind.TruncatedJson:
                await TamperAsync(context, next, body => body.AsMemory(0, body.Length / 2));
                break;
            case FaultKind.BrokenJson:
                await TamperAsync(context, next, Break);
                break;
            case FaultKind.HugeAnswer:
                await WriteHugeAsync(context, fault.Bytes);
                break;
            default:
                context.Items[PageFaultKey] = fault.Kind;
                await next(context);
                break;
        }
    }

    private static void SetRetryAfter(HttpContext context, Fault fault)
    {
        if (fault.RetryAt is { } at) context.Response.Headers.RetryAfter = at.ToString("R", CultureInfo.InvariantCulture);
        else if (fault.RetryAfter is { } wait) context.Response.Headers.RetryAfter = ((long)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }

    private static Task WriteHtmlAsync(HttpContext context, int status, string page)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=UTF-8";
        return context.Response.WriteAsync(page);
    }

    private static void Reset(HttpContext context)
    {
        // Closing with no linger sends RST; Abort alone may end the connection politely.
        RequestMeter.Cut(context);
        context.Features.Get<IConnectionSocketFeature>()?.Socket.Close(0);
        context.Abort();
    }

    private static void Cut(HttpContext context)
    {
        RequestMeter.Cut(context);
        context.Abort();
    }

    private static async Task<byte[]> CaptureAsync(HttpContext context, RequestDelegate next)
    {
        var real = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var buffer = new MemoryStream();
        var captured = new StreamResponseBodyFeature(buffer);
        context.Features.Set<IHttpResponseBodyFeature>(captured);
        try
        {
            await next(context);
            await captured.Writer.FlushAsync();
        }
        finally
        {
            context.Features.Set(real);
        }

        return buffer.ToArray();
    }

    private static async Task TamperAsync(HttpContext context, RequestDelegate next, Func<byte[], ReadOnlyMemory<byte>> tamper)
    {
        var body = tamper(await CaptureAsync(context, next));
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }

    private static ReadOnlyMemory<byte> Break(byte[] body)
    {
        // A control character can stand neither between JSON's tokens nor inside a text: the document is damaged wherever its middle happens to be.
        body[body.Length / 2] = 0x01;
        return body;
    }

    private static async Task ResetMidBodyAsync(HttpContext context, RequestDelegate next)
    {
        var body = await CaptureAsync(context, next);
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2));
        await context.Response.Body.FlushAsync();
        Cut(context);
    }

    private static async Task WriteHugeAsync(HttpContext context, long bytes)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        var head = "{\"items\":[{\"entity_id\":1,\"increment_id\":\""u8.ToArray();
        var tail = "\"}],\"search_criteria\":{\"filter_groups\":[]},\"total_count\":1}"u8.ToArray();
        var filler = Encoding.ASCII.GetBytes(new string('9', 64 * 1024));
        await context.Response.Body.WriteAsync(head);
        for (var left = bytes - head.Length - tail.Length; left > 0 && !context.RequestAborted.IsCancellationRequested; left -= filler.Length)
            await context.Response.Body.WriteAsync(filler.AsMemory(0, (int)Math.Min(left, filler.Length)));
        await context.Response.Body.WriteAsync(tail);
    }

    private async Task WaitAsync(HttpContext context, TimeSpan wait)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await Task.Delay(wait, network, leaving.Token);
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The client left, or the shop closes: either way there is nobody to answer.
        }
    }
}
