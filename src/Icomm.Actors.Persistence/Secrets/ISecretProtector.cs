namespace Icomm.Actors.Persistence.Secrets;

/// <summary>Encrypts what a merchant trusts us with. A secret is bound to its account and integration: copied to another, it can't be read.</summary>
public interface ISecretProtector
{
    /// <summary>Encrypts all secrets of an integration as one text.</summary>
    string Protect(string account, string integrationId, IReadOnlyDictionary<string, string> secrets);

    /// <exception cref="PersistenceException"><see cref="PersistenceErrors.SecretsUnreadable"/>: other keys, another integration, or damage.</exception>
    IReadOnlyDictionary<string, string> Unprotect(string account, string integrationId, string protectedSecrets);
}
