using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Icomm.Actors.Persistence.Secrets;

/// <summary>ASP.NET Data Protection with its keys in the data folder.</summary>
internal sealed class DataFolderSecretProtector(StoreDatabase database) : ISecretProtector
{
    private readonly Lazy<IDataProtectionProvider> _provider = new(() => ProtectionKeys.Open(database.Folder));

    public string Protect(string account, string integrationId, IReadOnlyDictionary<string, string> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        return ProtectorOf(account, integrationId).Protect(JsonSerializer.Serialize(secrets));
    }

    public IReadOnlyDictionary<string, string> Unprotect(string account, string integrationId, string protectedSecrets)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(ProtectorOf(account, integrationId).Unprotect(protectedSecrets))!;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            throw new PersistenceException(
                PersistenceErrors.SecretsUnreadable,
                "The integration's credentials can't be decrypted: restore the keys of the data folder from a backup, or enter the credentials again.", e);
        }
    }

    private IDataProtector ProtectorOf(string account, string integrationId)
    {
        ArgumentException.ThrowIfNullOrEmpty(account);
        ArgumentException.ThrowIfNullOrEmpty(integrationId);
        return _provider.Value.CreateProtector("integration-secrets", "v1", account, integrationId);
    }
}
