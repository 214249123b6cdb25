using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Magento;

internal sealed class MagentoFront(SimulatorOptions options, ShopData data) : StoreFront
{
    private readonly MagentoTokens _tokens = new(options.Magento, options.Clock);

    public override string Username => options.Magento.Username;

    public override string Password => options.Magento.Password;

    public override IReadOnlyDictionary<string, string> Settings(string address) => new Dictionary<string, string> { ["siteUrl"] = address, ["username"] = Username, ["password"] = Password };

    public override IFaultPages ErrorPages => new MagentoErrors(_tokens);

    public override void Map(WebApplication app) => new MagentoApi(data, options.Magento, _tokens).Map(app);

    public override void ExpireTokens() => _tokens.ExpireAll();
}
