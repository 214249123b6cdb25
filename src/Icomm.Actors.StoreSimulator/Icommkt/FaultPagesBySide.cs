using Icomm.Actors.StoreSimulator.Faults;

namespace Icomm.Actors.StoreSimulator.Icommkt;

/// <summary>Lets each side of the server fail in its own words: the contacts API and the shop beside it.</summary>
internal sealed class FaultPagesBySide(IFaultPages shop, IFaultPages icommkt) : IFaultPages
{
    public Task TokenExpiredAsync(HttpContext context) => Side(context).TokenExpiredAsync(context);

    public Task ForbiddenAsync(HttpContext context) => Side(context).ForbiddenAsync(context);

    public Task NotFoundAsync(HttpContext context) => Side(context).NotFoundAsync(context);

    public Task TooManyRequestsAsync(HttpContext context) => Side(context).TooManyRequestsAsync(context);

    public Task ServerErrorAsync(HttpContext context) => Side(context).ServerErrorAsync(context);

    private IFaultPages Side(HttpContext context) => IcommktApi.IsMine(context) ? icommkt : shop;
}
