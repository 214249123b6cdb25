using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Persistence.Imports;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Grains.Imports;

/// <summary>Puts an import's run together.</summary>
public sealed class ImportRunFactory(StoreAccess stores, IImportStaging staging, IImportReport report, IOptions<ImportOptions> options)
{
    /// <exception cref="StoreException">The integration or its database is gone, its secrets can't be decrypted, or its platform reads no files.</exception>
    internal async Task<ImportRun> CreateAsync(ImportKey key, ImportRecord record, IGrainFactory grains, Func<Task> checkpoint)
    {
        var integration = await grains.GetGrain<IIntegrationGrain>(key.Integration.ToString()).GetStatusAsync()
            ?? throw new StoreException(ImportProblems.IntegrationMissing, isTransient: false);
        var definition = integration.Definition;
        var applier = await stores.ApplierAsync(key.Integration, definition, grains);
        return new ImportRun(
            key, record, stores.FileConnectorOf(definition), stores.Connect(key.Integration, definition), applier, staging, report, options.Value.OrdersPerBatch, checkpoint);
    }
}
