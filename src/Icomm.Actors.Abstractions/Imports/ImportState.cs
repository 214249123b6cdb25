namespace Icomm.Actors.Abstractions.Imports;

/// <summary>Where an import stands. The numbers are on the wire, the names are stored: never change either.</summary>
[GenerateSerializer, Alias("icomm.import-state")]
public enum ImportState
{
    /// <summary>The file is being uploaded.</summary>
    Receiving = 0,

    /// <summary>The file is here as a whole; its orders go to their profiles, or wait for an earlier import of the integration to end.</summary>
    Applying = 1,

    /// <summary>Every order has been applied or is in the report.</summary>
    Succeeded = 2,

    /// <summary>It ended before all orders were applied; what was applied stays.</summary>
    Failed = 3,

    /// <summary>Somebody stopped it; what was applied stays.</summary>
    Cancelled = 4,
}
