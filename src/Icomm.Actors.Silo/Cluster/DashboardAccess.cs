using System.Text;
using Microsoft.Net.Http.Headers;

namespace Icomm.Actors.Silo.Cluster;

/// <summary>
/// How operators get at Orleans' dashboard. A browser asks for name and password and sends them with every request of the page: the password is the API key, the name doesn't matter. What the page
/// would show of a grain's state is not served: it holds customers and encrypted credentials, which the scope <c>operate</c> does not open.
/// </summary>
internal static class DashboardAccess
{
    public const string Path = "/orleans";

    private const string Basic = "Basic ";
    private const string GrainState = Path + "/GrainState";

    public static void UseDashboardAccess(this WebApplication app) => app.UseWhen(context => context.Request.Path.StartsWithSegments(Path), branch => branch.Use(async (context, next) =>
    {
        if (context.Request.Path.StartsWithSegments(GrainState))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (PasswordOf(context.Request) is { } key)
            context.Request.Headers.Authorization = $"Bearer {key}";
        context.Response.OnStarting(() =>
        {
            if (context.Response.StatusCode == StatusCodes.Status401Unauthorized)
                context.Response.Headers.Append(HeaderNames.WWWAuthenticate, "Basic realm=\"icomm\", charset=\"UTF-8\"");
            return Task.CompletedTask;
        });
        await next(context);
    }));

    private static string? PasswordOf(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[Basic.Length..].Trim(), bytes, out var length))
            return null;
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        return pair.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? pair[(colon + 1)..] : null;
    }
}
