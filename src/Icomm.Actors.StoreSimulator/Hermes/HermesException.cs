namespace Icomm.Actors.StoreSimulator.Hermes;

/// <summary>An answer that is an error.</summary>
/// <param name="code">One of the contract's.</param>
internal sealed class HermesException(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    public static HermesException InvalidParameter(string message) => new(StatusCodes.Status400BadRequest, "invalid_parameter", message);

    public static HermesException InvalidToken() => new(StatusCodes.Status401Unauthorized, "invalid_token", "The App Token is not valid.");

    public static HermesException Forbidden() => new(StatusCodes.Status403Forbidden, "forbidden", "The App Token may not read this.");

    public static HermesException NotFound() => new(StatusCodes.Status404NotFound, "not_found", "There is no such endpoint.");

    public static HermesException CursorExpired() => new(StatusCodes.Status410Gone, "cursor_expired", "The cursor is not known any more; begin again without it.");

    public static HermesException RateLimited() => new(StatusCodes.Status429TooManyRequests, "rate_limited", "Too many requests.");

    public static HermesException Internal() => new(StatusCodes.Status500InternalServerError, "internal_error", "Something went wrong.");
}
