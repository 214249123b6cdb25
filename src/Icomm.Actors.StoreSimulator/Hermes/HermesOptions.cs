namespace Icomm.Actors.StoreSimulator.Hermes;

/// <summary>How the simulated Hermes site is set up.</summary>
public sealed record HermesOptions
{
    /// <summary>A fake: it opens nothing but the simulator.</summary>
    public string AppToken { get; init; } = "hermes-simulator-token-1";

    /// <summary>Which of the two headers the site looks for the token in.</summary>
    public TokenPlace TokenPlace { get; init; } = TokenPlace.Either;

    /// <summary>What the site calls itself.</summary>
    public string Site { get; init; } = "Hermes simulator";

    /// <summary>What the site says it is.</summary>
    public string Platform { get; init; } = "hermes";

    /// <summary>The version of the contract that the site says it serves.</summary>
    public string Version { get; init; } = "1";

    /// <summary>Amounts as JSON numbers in place of texts; the contract allows both.</summary>
    public bool NumericAmounts { get; init; }

    /// <summary>Lists say how many records the window holds; the contract lets them.</summary>
    public bool Totals { get; init; } = true;

    /// <summary>How long a cursor lives, by the shop's clock; null for ever.</summary>
    public TimeSpan? CursorLifetime { get; init; }
}

/// <summary>Where a site may look for the token.</summary>
public enum TokenPlace
{
    Either,

    /// <summary><c>Authorization: Bearer …</c>.</summary>
    Authorization,

    /// <summary><c>X-App-Token: …</c>: the site's web server keeps <c>Authorization</c> to itself.</summary>
    AppTokenHeader,
}
