using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Hermes;

internal sealed class HermesFront(SimulatorOptions options, ShopData data) : StoreFront
{
    private readonly HermesCursors _cursors = new(options.Hermes, options.Clock);

    /// <summary>Hermes knows no users.</summary>
    public override string Username => "";

    public override string Password => options.Hermes.AppToken;

    public override IReadOnlyDictionary<string, string> Settings(string address) => new Dictionary<string, string> { ["siteUrl"] = address, ["appToken"] = Password };

    public override IFaultPages ErrorPages => new HermesErrors();

    public override void Map(WebApplication app) => new HermesApi(data, options.Hermes, _cursors).Map(app);

    public override void ExpireTokens() => _cursors.ForgetAll();
}
