namespace Icomm.Actors.StoreSimulator.Fenicio;

/// <summary>How the simulated Fenicio shop is set up.</summary>
public sealed record FenicioOptions
{
    /// <summary>What the shop signs its messages with. A fake: it opens nothing but the simulator.</summary>
    public string Token { get; init; } = "fenicio-simulator-token-1";

    /// <summary>Whether whoever asks is on the shop's list of addresses. Under <c>/{anything}/API_V1</c> there is a shop on whose list nobody is.</summary>
    public bool IsCallerAuthorized { get; init; } = true;

    /// <summary>Turns others away with status 403 (true), or with status 200 and an error in the body, as Fenicio does (false).</summary>
    public bool RefuseByStatus { get; init; }

    /// <summary>IANA id of the zone of the shop's days and of the offsets it writes.</summary>
    public string TimeZone { get; init; } = "America/Montevideo";

    /// <summary>Which date the day filter looks at; Fenicio's documents don't say.</summary>
    public FenicioDay DayFilter { get; init; } = FenicioDay.Started;

    /// <summary>The list begins with the oldest order in place of the newest.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>The largest page. Fenicio's: 500.</summary>
    public int LargestPage { get; init; } = 500;
}

/// <summary>A date of an order that a day may be asked for.</summary>
public enum FenicioDay
{
    /// <summary><c>fechaInicio</c>: the cart was begun.</summary>
    Started,

    /// <summary><c>fechaFin</c>: the purchase was made; of an order without one, the cart was begun.</summary>
    Finished,
}
