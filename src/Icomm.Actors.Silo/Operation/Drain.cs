using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Operation;

/// <summary>Goes on serving for a while after the host was told to stop: readiness says no from that moment on, and whoever spreads requests over the silos needs time to read it.</summary>
internal sealed class Drain(IOptions<StopOptions> options, TimeProvider time) : IHostedLifecycleService
{
    /// <summary>Everything else stops after this.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken) =>
        await Task.Delay(options.Value.DrainDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
