namespace Icomm.Actors.Silo.Endpoints;

internal static class HealthEndpoints
{
    /// <summary>Live touches neither grain nor database; ready turns false as soon as the host begins to stop.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Text("live")).ExcludeFromDescription().DisableRateLimiting();
        routes.MapGet("/health/ready", (IHostApplicationLifetime lifetime) =>
            lifetime.ApplicationStarted.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested
                ? Results.Text("ready")
                : Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable)).ExcludeFromDescription().DisableRateLimiting();
    }
}
