using Icomm.Actors.StoreSimulator.Faults;

namespace Icomm.Actors.StoreSimulator.Vtex;

/// <summary>Writes errors as VTEX's order system does: {"error": {"code", "message", "exception"}}.</summary>
internal sealed class VtexErrors : IFaultPages
{
    public static void Write(HttpContext context, VtexException error) => JsonAnswer.Write(context, error.Status, error, static (json, error) =>
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, error.Status == StatusCodes.Status404NotFound ? "OMS007" : "1");
        json.WriteString("message"u8, error.Message);
        json.WriteNull("exception"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Keys don't expire: a refusal like this one passes.</summary>
    public Task TokenExpiredAsync(HttpContext context) => Done(context, VtexException.Unauthorized());

    public Task ForbiddenAsync(HttpContext context) => Done(context, VtexException.Forbidden());

    public Task NotFoundAsync(HttpContext context) => Done(context, VtexException.NotFound());

    public Task TooManyRequestsAsync(HttpContext context) => Done(context, new VtexException(StatusCodes.Status429TooManyRequests, "Too many requests"));

    public Task ServerErrorAsync(HttpContext context) => Done(context, new VtexException(StatusCodes.Status500InternalServerError, "Internal Server Error"));

    private static Task Done(HttpContext context, VtexException error)
    {
        Write(context, error);
        return Task.CompletedTask;
    }
}
