namespace Icomm.Actors.Silo.Cluster;

/// <summary>What a process does in the cluster.</summary>
internal enum HostRole
{
    /// <summary>Grains and the REST API.</summary>
    SiloAndApi,

    /// <summary>Grains, and no API: probes and measurements only.</summary>
    Silo,

    /// <summary>The REST API as a client of the silos.</summary>
    Api,
}
