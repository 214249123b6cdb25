namespace Icomm.Actors.StoreSimulator.Vtex;

/// <summary>An answer that is an error.</summary>
internal sealed class VtexException(int status, string message) : Exception(message)
{
    public int Status => status;

    public static VtexException BadRequest(string message) => new(StatusCodes.Status400BadRequest, message);

    public static VtexException Unauthorized() => new(StatusCodes.Status401Unauthorized, "Acesso não autorizado");

    public static VtexException Forbidden() => new(StatusCodes.Status403Forbidden, "Access denied");

    public static VtexException NotFound() => new(StatusCodes.Status404NotFound, "Order Not Found");
}
