using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Publishing;
using Icomm.Actors.Persistence.Secrets;
using Icomm.Actors.Publishing;

namespace Icomm.Actors.Grains.Publications;

/// <summary>Puts together what a publication's run needs: the sink with its secrets in the clear, and the database's settings.</summary>
public sealed class PublicationRunFactory(
    ContactSinkRegistry sinks, ISecretProtector secrets, IDatabaseStore databases, IPublicationLedger ledger, IProfileStore profiles, TimeProvider time)
{
    /// <exception cref="PublishException">The settings are no good, or the secrets can't be decrypted.</exception>
    internal IContactSink OpenSink(PublicationKey key, PublicationDefinition definition, DateOnly asOf) => sinks.Create(Target(key, definition), asOf);

    internal async Task<PublicationRun> CreateAsync(PublicationKey key, PublicationRecord record, IContactSink sink, Func<Task> checkpoint)
    {
        var database = await databases.FindAsync(key.Account, key.Database, CancellationToken.None)
            ?? throw new PublishException(new PublishProblem("database_not_found", "The publication's database is gone.", "Delete the publication."), isTransient: false);
        return new PublicationRun(key, record, sink, ledger, new CustomerOrders(key.Account, key.Database, database.Settings, profiles), time, checkpoint);
    }

    private PublicationTarget Target(PublicationKey key, PublicationDefinition definition)
    {
        try
        {
            var clear = secrets.Unprotect(key.Account, key.PublicationId, definition.ProtectedSecrets);
            return new PublicationTarget($"{key.Account}/{key.Database}", definition.Type, definition.Settings.ToImmutableDictionary().SetItems(clear));
        }
        catch (PersistenceException exception) when (exception.Code == PersistenceErrors.SecretsUnreadable)
        {
            throw new PublishException(
                new PublishProblem(exception.Code, "The publication's credentials can't be decrypted.", "Enter the credentials again, or restore the keys of the data folder."),
                isTransient: false,
                exception);
        }
    }
}
