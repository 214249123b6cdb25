using Icomm.Actors.StoreSimulator.Faults;

namespace Icomm.Actors.StoreSimulator.Icommkt;

/// <summary>Writes errors of the contacts API that are not answers of a method: {"Message": …}.</summary>
internal sealed class IcommktErrors : IFaultPages
{
    public static Task Write(HttpContext context, int status, string message)
    {
        JsonAnswer.Write(context, status, message, static (json, message) =>
        {
            json.WriteStartObject();
            json.WriteString("Message"u8, message);
            json.WriteEndObject();
        });
        return Task.CompletedTask;
    }

    public Task TokenExpiredAsync(HttpContext context) => Write(context, StatusCodes.Status401Unauthorized, "Authorization has been denied for this request.");

    public Task ForbiddenAsync(HttpContext context) => Write(context, StatusCodes.Status403Forbidden, "Forbidden");

    public Task NotFoundAsync(HttpContext context) => Write(context, StatusCodes.Status404NotFound, "Endpoint not found.");

    public Task TooManyRequestsAsync(HttpContext context) => Write(context, StatusCodes.Status429TooManyRequests, "Too Many Requests");

    public Task ServerErrorAsync(HttpContext context) => Write(context, StatusCodes.Status500InternalServerError, "The server encountered an error processing the request.");
}
