using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Auditing;

/// <summary>What the audit log tells of an integration: what a merchant configures, named as in the API, without its secrets.</summary>
internal sealed record AuditedIntegration(
    string Name, string StoreType, string DatabaseId, ImmutableSortedDictionary<string, string> Settings, DateTimeOffset StartsAt, int IntervalMinutes, SyncWindowContract? Window)
{
    public static AuditedIntegration From(IntegrationDefinition definition) => new(
        definition.Name,
        definition.StoreType,
        definition.DatabaseId,
        definition.Settings.ToImmutableSortedDictionary(),
        definition.StartsAt,
        (int)definition.Interval.TotalMinutes,
        SyncWindowContract.Of(definition.Window));
}
