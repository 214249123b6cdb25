using System.Security.Cryptography;
using System.Text;

namespace Icomm.Actors.StoreSimulator.Vtex;

/// <summary>Lets in who has the account's key and token, and only to what the key's role grants; errors become VTEX's answers.</summary>
internal sealed class VtexGate(VtexOptions options)
{
    /// <param name="resource">What the key's role needs; null where anybody may ask.</param>
    public RequestDelegate Open(string? resource, Action<HttpContext> handle) => Open(resource, context =>
    {
        handle(context);
        return Task.CompletedTask;
    });

    /// <param name="resource">What the key's role needs; null where anybody may ask.</param>
    public RequestDelegate Open(string? resource, Func<HttpContext, Task> handle) => async context =>
    {
        try
        {
            if (resource is not null) Authorize(context, resource);
            await handle(context);
        }
        catch (VtexException error)
        {
            VtexErrors.Write(context, error);
        }
    };

    private void Authorize(HttpContext context, string resource)
    {
        if (!Matches(context.Request.Headers["X-VTEX-API-AppKey"].ToString(), options.AppKey) | !Matches(context.Request.Headers["X-VTEX-API-AppToken"].ToString(), options.AppToken))
            throw VtexException.Unauthorized();
        if (options.DeniedResources.Contains(resource)) throw VtexException.Forbidden();
    }

    private static bool Matches(string given, string wanted) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(wanted));
}
