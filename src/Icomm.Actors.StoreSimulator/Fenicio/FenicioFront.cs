using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Fenicio;

internal sealed class FenicioFront(SimulatorOptions options, ShopData data) : StoreFront
{
    /// <summary>Whoever reads is known by the address alone.</summary>
    public override string Username => "";

    /// <summary>What the shop signs its messages with.</summary>
    public override string Password => options.Fenicio.Token;

    public override IReadOnlyDictionary<string, string> Settings(string address) => new Dictionary<string, string> { ["siteUrl"] = address };

    public override IFaultPages ErrorPages => new FenicioErrors();

    public override void Map(WebApplication app) => new FenicioApi(data, options.Fenicio).Map(app);
}
