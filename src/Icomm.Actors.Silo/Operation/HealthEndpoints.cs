using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Icomm.Actors.Silo.Operation;

/// <summary>
/// Three probes, each a word and a status: <c>live</c> touches nothing but the process, <c>startup</c> turns true when tables and engine are up, <c>ready</c> also asks the storage, and turns false as
/// soon as the host begins to stop. What is wrong stands in the log, not in the answer.
/// </summary>
internal static class HealthEndpoints
{
    public const string Path = "/health";
    public const string Startup = "startup";
    public const string Ready = "ready";

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks(Path + "/live", Probe(tag: null)).DisableRateLimiting();
        routes.MapHealthChecks(Path + "/startup", Probe(Startup)).DisableRateLimiting();
        routes.MapHealthChecks(Path + "/ready", Probe(Ready)).DisableRateLimiting();
    }

    private static HealthCheckOptions Probe(string? tag) => new()
    {
        Predicate = check => tag is not null && check.Tags.Contains(tag),
        ResponseWriter = (context, report) => context.Response.WriteAsync(report.Status == HealthStatus.Healthy ? tag ?? "live" : $"not {tag}", context.RequestAborted),
    };
}
