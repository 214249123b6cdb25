using Icomm.Actors.StoreSimulator.Faults;

namespace Icomm.Actors.StoreSimulator.Hermes;

/// <summary>Writes errors as the contract has them: {"error": {"code", "message"}}.</summary>
internal sealed class HermesErrors : IFaultPages
{
    public static void Write(HttpContext context, HermesException error) => JsonAnswer.Write(context, error.Status, error, static (json, error) =>
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, error.Code);
        json.WriteString("message"u8, error.Message);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Tokens don't expire: a refusal like this one passes.</summary>
    public Task TokenExpiredAsync(HttpContext context) => Done(context, HermesException.InvalidToken());

    public Task ForbiddenAsync(HttpContext context) => Done(context, HermesException.Forbidden());

    public Task NotFoundAsync(HttpContext context) => Done(context, HermesException.NotFound());

    public Task TooManyRequestsAsync(HttpContext context) => Done(context, HermesException.RateLimited());

    public Task ServerErrorAsync(HttpContext context) => Done(context, HermesException.Internal());

    private static Task Done(HttpContext context, HermesException error)
    {
        Write(context, error);
        return Task.CompletedTask;
    }
}
