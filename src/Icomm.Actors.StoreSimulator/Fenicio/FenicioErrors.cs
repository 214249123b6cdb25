using System.Text.Json;
using Icomm.Actors.StoreSimulator.Faults;

namespace Icomm.Actors.StoreSimulator.Fenicio;

/// <summary>Writes errors as Fenicio does: <c>{"error": true, "msj": "…"}</c>, mostly with status 200.</summary>
internal sealed class FenicioErrors : IFaultPages
{
    private const string Denied = "Acceso denegado";

    public static void Write(HttpContext context, int status, string message) => JsonAnswer.Write(context, status, message, static (Utf8JsonWriter json, string message) =>
    {
        json.WriteStartObject();
        json.WriteBoolean("error"u8, true);
        json.WriteString("msj"u8, message);
        json.WriteEndObject();
    });

    public static void TurnAway(HttpContext context, bool byStatus) => Write(context, byStatus ? StatusCodes.Status403Forbidden : StatusCodes.Status200OK, Denied);

    /// <summary>Nothing expires here: the shop's gate turns away somebody it knows, and that passes.</summary>
    public Task TokenExpiredAsync(HttpContext context) => Done(context, StatusCodes.Status200OK, Denied);

    public Task ForbiddenAsync(HttpContext context) => Done(context, StatusCodes.Status403Forbidden, Denied);

    public Task NotFoundAsync(HttpContext context) => Done(context, StatusCodes.Status404NotFound, "Recurso no encontrado");

    public Task TooManyRequestsAsync(HttpContext context) => Done(context, StatusCodes.Status429TooManyRequests, "Demasiadas solicitudes");

    public Task ServerErrorAsync(HttpContext context) => Done(context, StatusCodes.Status500InternalServerError, "Error interno");

    private static Task Done(HttpContext context, int status, string message)
    {
        Write(context, status, message);
        return Task.CompletedTask;
    }
}
