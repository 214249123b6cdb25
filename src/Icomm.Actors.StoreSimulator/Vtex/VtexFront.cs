using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Vtex;

internal sealed class VtexFront(SimulatorOptions options, ShopData data) : StoreFront
{
    private readonly VtexScrolls _scrolls = new(options.Vtex, options.Clock);

    public override string Username => options.Vtex.AppKey;

    public override string Password => options.Vtex.AppToken;

    public override IReadOnlyDictionary<string, string> Settings(string address) => new Dictionary<string, string> { ["account"] = address, ["appKey"] = Username, ["appToken"] = Password };

    public override IFaultPages ErrorPages => new VtexErrors();

    public override void Map(WebApplication app)
    {
        var gate = new VtexGate(options.Vtex);
        new VtexApi(data, options.Vtex, options.Clock, _scrolls, gate).Map(app);
        new VtexFeedApi(new VtexFeed(data, options.Clock, options.Vtex.SplitCheckouts), gate).Map(app);
    }

    public override void ExpireTokens() => _scrolls.ForgetAll();
}
