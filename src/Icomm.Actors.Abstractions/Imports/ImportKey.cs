using Icomm.Actors.Abstractions.Integrations;

namespace Icomm.Actors.Abstractions.Imports;

/// <summary>Key of an import's grain: <c>{account}/{integration id}/{import id}</c>. Ids of imports sort by the time of their uploads.</summary>
public readonly record struct ImportKey(string Account, string IntegrationId, string ImportId)
{
    public IntegrationKey Integration => new(Account, IntegrationId);

    public override string ToString() => $"{Account}/{IntegrationId}/{ImportId}";

    /// <exception cref="FormatException">The key has not exactly three parts.</exception>
    public static ImportKey Parse(string key) => key.Split('/') is [{ Length: > 0 } account, { Length: > 0 } integration, { Length: > 0 } id]
        ? new ImportKey(account, integration, id)
        : throw new FormatException($"'{key}' is no import key.");
}
