using Icomm.Actors.Persistence.Sql;
using Icomm.Actors.Persistence.Transfer;
using Microsoft.Extensions.Hosting;

namespace Icomm.Actors.Persistence;

/// <summary>Opens the database before any other service starts, so that what is wrong with it is the first thing the operator reads.</summary>
internal sealed class PersistenceStartup(StoreDatabase database, ISqlDatabase sql, ITransferDialect dialect) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await UnfinishedImport.RefuseAsync(sql, dialect, cancellationToken).ConfigureAwait(false);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
