using Icomm.Actors.Silo.Idempotency;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Icomm.Actors.Silo.Access;

/// <summary>Who may do what over the API.</summary>
internal static class ApiAccess
{
    private static readonly int[] Refusals = [StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status429TooManyRequests];
    private static readonly int[] RefusalsOfBodies = [StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType];

    public static void AddIcommAccess(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section);
        services.AddSingleton<ApiKeyCache>();
        services.AddSingleton<ApiKeyUses>();
        services.AddHostedService<FirstStart>();
        services.AddAuthentication(ApiKeyHandler.SchemeName).AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, configureOptions: null);
        services.AddAuthorization(options =>
        {
            foreach (var scope in Scopes.All)
                options.AddPolicy(scope, policy => policy.RequireClaim(AccessClaims.Scope, scope));
        });
        services.AddIcommRateLimits();
        services.AddHttpContextAccessor();
        services.AddScoped(provider => provider.GetRequiredService<IHttpContextAccessor>().HttpContext?.Features.Get<Caller>()
            ?? throw new InvalidOperationException("A route that is open without a key asks whose objects it is about."));
        services.AddScoped(provider => provider.GetRequiredService<IHttpContextAccessor>().HttpContext?.Features.Get<NewResource>() ?? NewResource.At(provider.GetRequiredService<TimeProvider>().GetUtcNow()));
    }

    public static void UseIcommAccess(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseMiddleware<ActingAccount>();
        app.UseMiddleware<IdempotencyMiddleware>();
    }

    /// <summary>Gives every route of the group that says nothing else the scope of its method: GET reads, everything else writes.</summary>
    public static RouteGroupBuilder RequireScopes(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (endpoint.Metadata.OfType<IAllowAnonymous>().Any())
                return;
            if (!endpoint.Metadata.OfType<IAuthorizeData>().Any())
                endpoint.Metadata.Add(new AuthorizeAttribute(endpoint.Metadata.OfType<IHttpMethodMetadata>().Last().HttpMethods.All(HttpMethods.IsGet) ? Scopes.Read : Scopes.Write));
            var takesBody = endpoint.Metadata.OfType<IAcceptsMetadata>().Any();
            foreach (var status in takesBody ? [.. Refusals, .. RefusalsOfBodies] : Refusals)
                endpoint.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ProblemDetails), ["application/problem+json"]));
        });
        return group;
    }
}
