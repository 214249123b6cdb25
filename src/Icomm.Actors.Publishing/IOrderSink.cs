using Icomm.Actors.Publishing.Omnichannel;

namespace Icomm.Actors.Publishing;

/// <summary>A sink that wants the orders behind the contacts as well. Whoever publishes asks <c>sink is IOrderSink</c>.</summary>
public interface IOrderSink
{
    /// <exception cref="PublishException">The orders could not be written.</exception>
    Task SendOrdersAsync(IReadOnlyList<OmnichannelOrder> orders, CancellationToken cancellationToken);
}
