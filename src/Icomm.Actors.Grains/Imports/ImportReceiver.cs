using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Grains.Running;
using Icomm.Actors.Persistence.Imports;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Grains.Imports;

/// <summary>Receives a file: rows go to the staging as they come, and when all of them are there the import's grain takes over. Memory does not grow with the file.</summary>
public sealed class ImportReceiver(StoreAccess stores, IImportStaging staging, IImportReport report, IGrainFactory grains, IOptions<ImportOptions> options)
{
    /// <param name="integration">The integration's definition.</param>
    /// <param name="file">Read to its end, once.</param>
    /// <param name="cancellationToken">Whoever sends the file has gone away.</param>
    /// <exception cref="StoreException">
    /// The file is refused, and nothing of it is left: the connector's codes, <c>import_not_supported</c>, <c>file_too_large</c>. Or it did not come as a whole (<c>upload_interrupted</c>) or was cancelled
    /// meanwhile (<c>import_cancelled</c>): the import tells so.
    /// </exception>
    public async Task<ImportStatus> ReceiveAsync(ImportKey key, IntegrationDefinition integration, ImportDefinition definition, Stream file, CancellationToken cancellationToken)
    {
        var connector = stores.FileConnectorOf(integration);
        var connection = stores.Connect(key.Integration, integration);
        var grain = grains.GetGrain<IImportGrain>(key.ToString());
        try
        {
            // Announced before the grain knows of it: an import that receives and is not announced is given up.
            await using var receipt = await staging.ReceiveAsync(key, cancellationToken);
            await grain.BeginAsync(definition);
            var received = await ReadAsync(key, connector, connection, file, receipt, grain, cancellationToken);
            return await HandOverAsync(grain, received, cancellationToken) && await grain.GetStatusAsync() is { } status
                ? status
                : throw new StoreException(ImportProblems.Cancelled, isTransient: false);
        }
        catch (Exception exception) when (exception is UploadInterruptedException || cancellationToken.IsCancellationRequested)
        {
            await grain.InterruptedAsync();
            throw new StoreException(ImportProblems.Interrupted, isTransient: false, exception);
        }
        catch (StoreException exception) when (exception.Problem == ImportProblems.Cancelled)
        {
            await grain.ArmAsync();
            throw;
        }
        catch
        {
            await grain.RemoveAsync();
            throw;
        }
    }

    /// <summary>All of the file is there by now. A call whose outcome is unknown is made once more: a grain that has taken it over says so again.</summary>
    private async Task<bool> HandOverAsync(IImportGrain grain, ReceivedFile received, CancellationToken cancellationToken)
    {
        try
        {
            return await grain.ReceivedAsync(received);
        }
        catch (Exception failure) when (PassingFaults.HealByThemselves(failure, cancellationToken))
        {
            return await grain.ReceivedAsync(received);
        }
    }

    private async Task<ReceivedFile> ReadAsync(
        ImportKey key, IFileConnector connector, StoreConnection connection, Stream file, IImportReceipt receipt, IImportGrain grain, CancellationToken cancellationToken)
    {
        await using var upload = new UploadStream(file, options.Value.MaxFileBytes);
        await using var intake = new FileIntake(key, receipt, report, () => upload.Count, GoOnAsync);
        await foreach (var row in connector.ReadRowsAsync(connection, upload, cancellationToken))
            await intake.AddAsync(row);
        return await intake.CompleteAsync();

        async Task<bool> GoOnAsync(ReceivedFile soFar)
        {
            try
            {
                return await grain.ReceivingAsync(soFar);
            }
            catch (Exception exception) when (PassingFaults.HealByThemselves(exception, cancellationToken))
            {
                // The grain is on its way to another silo: only the numbers that are shown stand still.
                return true;
            }
        }
    }
}
