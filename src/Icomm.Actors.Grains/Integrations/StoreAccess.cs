using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Secrets;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>What all work for an integration needs, whichever way its records come: the connector, the connection with its secrets in the clear, and the way to the profiles.</summary>
public sealed class StoreAccess(
    ConnectorRegistry connectors,
    ISecretProtector secrets,
    IDatabaseStore databases,
    ICatalogueStore catalogue,
    IRejectedRecords rejected,
    SuppressedRecords suppressed,
    FoundEmails foundEmails,
    IdentityKey identityKey,
    AccountTurns turns,
    IOptions<SyncOptions> options,
    TimeProvider time)
{
    /// <exception cref="StoreException">This build has no connector for the platform.</exception>
    internal IStoreConnector ConnectorOf(IntegrationDefinition definition) => connectors.Get(definition.StoreType);

    /// <exception cref="StoreException">The secrets can't be decrypted.</exception>
    internal StoreConnection Connect(IntegrationKey key, IntegrationDefinition definition)
    {
        try
        {
            var clear = secrets.Unprotect(key.Account, key.IntegrationId, definition.ProtectedSecrets);
            return new StoreConnection(key.IntegrationId, definition.Settings.ToImmutableDictionary().SetItems(clear));
        }
        catch (PersistenceException exception) when (exception.Code == PersistenceErrors.SecretsUnreadable)
        {
            throw new StoreException(
                new StoreProblem(
                    exception.Code,
                    new(
                        "The integration's credentials can't be decrypted.",
                        "No se pueden descifrar las credenciales de la integración.",
                        "Não é possível decifrar as credenciais da integração."),
                    new(
                        "Enter the credentials again, or restore the keys of the data folder.",
                        "Ingresar las credenciales de nuevo, o restaurar las claves de la carpeta de datos.",
                        "Inserir as credenciais de novo, ou restaurar as chaves da pasta de dados.")),
                isTransient: false,
                exception);
        }
    }

    /// <exception cref="StoreException">The database is gone, or is being deleted.</exception>
    internal async Task<PageApplier> ApplierAsync(IntegrationKey key, IntegrationDefinition definition, IGrainFactory grains)
    {
        if (await databases.FindAsync(key.Account, definition.DatabaseId, CancellationToken.None) is not { DeletingSince: null } database)
        {
            throw new StoreException(
                new StoreProblem(
                    "database_not_found",
                    new("The integration's database is gone.", "La base de datos de la integración ya no existe.", "O banco de dados da integração não existe mais."),
                    new("Choose another database.", "Elegir otra base de datos.", "Escolher outro banco de dados.")),
                isTransient: false);
        }

        return new PageApplier(key, database, grains, catalogue, rejected, suppressed, foundEmails, identityKey, turns, options.Value, time);
    }
}
