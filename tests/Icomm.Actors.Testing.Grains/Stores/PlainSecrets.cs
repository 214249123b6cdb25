using System.Text.Json;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Secrets;

namespace Icomm.Actors.Testing.Grains.Stores;

/// <summary>Protects nothing, but keeps the contract: a secret is bound to its account and integration.</summary>
public sealed class PlainSecrets : ISecretProtector
{
    public string Protect(string account, string integrationId, IReadOnlyDictionary<string, string> secrets) =>
        $"{account}/{integrationId}#{JsonSerializer.Serialize(secrets)}";

    public IReadOnlyDictionary<string, string> Unprotect(string account, string integrationId, string protectedSecrets) =>
        protectedSecrets.StartsWith($"{account}/{integrationId}#", StringComparison.Ordinal)
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(protectedSecrets[(account.Length + integrationId.Length + 2)..])!
            : throw new PersistenceException(PersistenceErrors.SecretsUnreadable, "These secrets belong to another integration.");
}
