namespace Icomm.Actors.StoreSimulator.Faults;

/// <summary>What a platform says when it is made to fail: each has its own error bodies.</summary>
internal interface IFaultPages
{
    Task TokenExpiredAsync(HttpContext context);

    Task ForbiddenAsync(HttpContext context);

    Task NotFoundAsync(HttpContext context);

    Task TooManyRequestsAsync(HttpContext context);

    Task ServerErrorAsync(HttpContext context);
}
