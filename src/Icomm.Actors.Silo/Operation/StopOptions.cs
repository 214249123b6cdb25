namespace Icomm.Actors.Silo.Operation;

/// <summary>How the host ends.</summary>
internal sealed class StopOptions
{
    public const string Section = "Operation";

    /// <summary>How long requests are served after the host was told to stop: 0 to 5 minutes. Longer than a load balancer takes to see that readiness is gone; 0 where there is none.</summary>
    public TimeSpan DrainDelay { get; set; }

    /// <summary>How long requests and runs then have to come to an end: 1 second to 10 minutes.</summary>
    public TimeSpan StopWithin { get; set; } = TimeSpan.FromSeconds(30);

    public bool IsValid() =>
        DrainDelay >= TimeSpan.Zero && DrainDelay <= TimeSpan.FromMinutes(5)
        && StopWithin >= TimeSpan.FromSeconds(1) && StopWithin <= TimeSpan.FromMinutes(10);
}
