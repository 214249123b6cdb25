using Icomm.Actors.Testing.Postgres;
using Icomm.Actors.Trials.Cluster;
using Icomm.Actors.Trials.Shops;

namespace Icomm.Actors.Trials.Chaos;

/// <summary>What goes wrong while shops are synced: kills by the clock, everything else by how far the syncs have come.</summary>
internal sealed class Disorder(SiloCluster cluster, PostgresServer server, ProgressWatch watch, TimeSpan killEvery)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public int Kills { get; private set; }

    public int Guests { get; private set; }

    public int DatabaseRestarts { get; private set; }

    /// <summary>Until it is cancelled; what has been begun then is finished.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(KillAsync(cancellation), DisturbAsync(cancellation));

    private async Task KillAsync(CancellationToken cancellation)
    {
        var nodes = cluster.Nodes.ToArray();
        using var timer = new PeriodicTimer(killEvery);
        try
        {
            for (var i = 0; await timer.WaitForNextTickAsync(cancellation); i++)
            {
                await nodes[i % nodes.Length].KillAsync();
                Kills++;
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task DisturbAsync(CancellationToken cancellation)
    {
        try
        {
            await UntilAsync(.2, cancellation);
            await server.StopAsync();
            await server.StartAgainAsync();
            DatabaseRestarts++;
            if (cluster.Nodes.Count > 1)
            {
                await UntilAsync(.35, cancellation);
                var guest = cluster.Add(SiloPlace.Local());
                guest.Start();
                await guest.UntilReadyAsync();
                await UntilAsync(.55, cancellation);
                await guest.StopAsync();
                Guests++;
            }

            await UntilAsync(.7, cancellation);
            await server.KillAsync();
            await server.StartAgainAsync();
            DatabaseRestarts++;
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task UntilAsync(double share, CancellationToken cancellation)
    {
        while (watch.Share < share)
            await Task.Delay(Pause, TimeProvider.System, cancellation);
    }
}
