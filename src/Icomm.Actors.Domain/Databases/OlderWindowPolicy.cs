namespace Icomm.Actors.Domain.Databases;

/// <summary>The two readings of "360+": icomm's articles don't say which (facts §1.3). The numbers are stored: never renumber.</summary>
public enum OlderWindowPolicy : byte
{
    /// <summary>Purchases older than 360 days, so that 360 and 360+ add up to everything. The default.</summary>
    OlderThan = 0,

    /// <summary>Every purchase, however old.</summary>
    Lifetime = 1,
}
