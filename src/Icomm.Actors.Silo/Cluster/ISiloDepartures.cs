namespace Icomm.Actors.Silo.Cluster;

/// <summary>Tells one of the silos that stay of those that have left, whether in order or not.</summary>
internal interface ISiloDepartures
{
    /// <summary>The address of each silo that leaves while this one is the first of the others, until the cluster ends.</summary>
    IAsyncEnumerable<string> ReadAsync(CancellationToken cancellationToken);
}
