namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>An active Integration (System > Integrations) with its four credentials. Fakes: they open nothing but the simulator.</summary>
public sealed record MagentoIntegration
{
    public string ConsumerKey { get; init; } = "simulated-consumer-key-000000001";

    public string ConsumerSecret { get; init; } = "simulated-consumer-secret-000001";

    public string AccessToken { get; init; } = "simulated-access-token-000000001";

    public string AccessTokenSecret { get; init; } = "simulated-token-secret-000000001";

    /// <summary>"Allow OAuth Access Tokens to be used as standalone Bearer tokens": off by default since 2.4.4. Signed requests are let in either way.</summary>
    public bool AllowsBearer { get; init; }

    /// <summary>How far a signed request's time may be from the shop's clock. Magento's: 10 minutes.</summary>
    public TimeSpan ClockDeviation { get; init; } = TimeSpan.FromMinutes(10);
}
