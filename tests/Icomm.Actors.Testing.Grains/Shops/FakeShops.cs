namespace Icomm.Actors.Testing.Grains.Shops;

/// <summary>The world's shops by name, and how they behave. Shared by the connectors of every silo.</summary>
public sealed class FakeShops
{
    /// <summary>Key of the setting that names the shop.</summary>
    public const string ShopSetting = "shop";

    /// <summary>Key of the secret setting, which must be <see cref="Password"/>.</summary>
    public const string PasswordSetting = "password";

    public const string Password = "opensesame";

    private readonly Dictionary<string, FakeShop> _shops = [];

    public RequestWatch Watch { get; } = new();

    /// <summary>Decides how a store behaves towards a request. Called in the order of the requests.</summary>
    public Func<StoreRequest, StoreManners> Manners { get; set; } = static _ => StoreManners.Good;

    /// <summary>Awaited by every request before it is answered: for tests that hold a store up.</summary>
    public Func<StoreRequest, CancellationToken, Task>? Gate { get; set; }

    /// <summary>Told of each answer.</summary>
    public Action<StoreRequest, string>? Answered { get; set; }

    public FakeShop this[string name] => _shops[name];

    public FakeShop Add(string name)
    {
        var shop = new FakeShop();
        _shops.Add(name, shop);
        return shop;
    }

    internal FakeShop? Find(string name) => _shops.GetValueOrDefault(name);
}
