using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Secrets;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>Puts together what a run needs: the connector, the connection with its secrets in the clear, and the way to the profiles.</summary>
public sealed class SyncRunFactory(
    ConnectorRegistry connectors,
    ISecretProtector secrets,
    IDatabaseStore databases,
    ICatalogueStore catalogue,
    IRejectedRecords rejected,
    IdentityKey identityKey,
    IOptions<SyncOptions> options,
    TimeProvider time)
{
    /// <exception cref="StoreException">This build has no connector for the platform, the secrets can't be decrypted, or the database is gone.</exception>
    internal async Task<SyncRun> CreateAsync(IntegrationKey key, IntegrationRecord record, IGrainFactory grains, Func<Task> checkpoint, Func<bool> mayGoOn)
    {
        var definition = record.Definition!;
        var database = await databases.FindAsync(key.Account, definition.DatabaseId, CancellationToken.None)
            ?? throw new StoreException(new StoreProblem("database_not_found", "The integration's database is gone.", "Choose another database."), isTransient: false);
        var applier = new PageApplier(key, database, grains, catalogue, rejected, identityKey, options.Value, time);
        return new SyncRun(connectors.Get(definition.StoreType), Connect(key, definition), record, applier, checkpoint, mayGoOn);
    }

    private StoreConnection Connect(IntegrationKey key, IntegrationDefinition definition)
    {
        try
        {
            var clear = secrets.Unprotect(key.Account, key.IntegrationId, definition.ProtectedSecrets);
            return new StoreConnection(key.IntegrationId, definition.Settings.ToImmutableDictionary().SetItems(clear));
        }
        catch (PersistenceException exception) when (exception.Code == PersistenceErrors.SecretsUnreadable)
        {
            throw new StoreException(
                new StoreProblem(exception.Code, "The integration's credentials can't be decrypted.", "Enter the credentials again, or restore the keys of the data folder."),
                isTransient: false,
                exception);
        }
    }
}
