using System.Collections.Immutable;

namespace Icomm.Actors.Connectors;

/// <summary>Everything needed to speak to one shop, secrets in the clear: lives in memory only.</summary>
/// <param name="IntegrationId">Scopes tokens and caches: two integrations never share them.</param>
/// <param name="Settings">By field name (<see cref="ConnectorField.Name"/>).</param>
public sealed record StoreConnection(string IntegrationId, ImmutableDictionary<string, string> Settings)
{
    /// <exception cref="StoreException">The setting is missing or blank (<c>setting_missing</c>).</exception>
    public string Require(string name) => Find(name) ?? throw StoreException.SettingMissing(name);

    public string? Find(string name) => Settings.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    /// <summary>Never prints a setting.</summary>
    public override string ToString() => $"{nameof(StoreConnection)} of {IntegrationId}";
}
