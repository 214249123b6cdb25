
namespace Icomm.Actors.Silo.Problems;

internal static class ProblemServices
{
    public static IServiceCollection AddIcommProblems(this IServiceCollection services)
    {
        services.AddSingleton<IProblemDetailsService, ProblemAnswers>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            context.ProblemDetails.Extensions.TryAdd("code", CodeOf(context.ProblemDetails.Status));
            if (context.ProblemDetails is HttpValidationProblemDetails invalid)
                invalid.Errors = invalid.Errors.ToDictionary(error => BindingFailures.NameAsSent(error.Key), error => error.Value);
        });
        services.AddExceptionHandler<ProblemMapping>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    public static void UseIcommProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }

    /// <summary>For answers that the framework makes by itself.</summary>
    private static string CodeOf(int? status) => status switch
    {
        StatusCodes.Status400BadRequest => "validation_failed",
        StatusCodes.Status404NotFound => "route_not_found",
        StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
        StatusCodes.Status413PayloadTooLarge => "body_too_large",
        StatusCodes.Status415UnsupportedMediaType => "content_type_unsupported",
        StatusCodes.Status429TooManyRequests => "rate_limited",
        _ => "request_failed",
    };
}
