using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Persistence.Secrets;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Auditing;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Lookups;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Changes;

/// <summary>Changes integrations so that two changes at a time don't undo each other, and asks the store before it believes new settings.</summary>
internal sealed class IntegrationChanges(Caller caller, ConnectorRegistry connectors, ISecretProtector secrets, AuditTrail audit, IGrainFactory grains)
{
    /// <param name="ifMatch">The header; null when any version will do.</param>
    /// <param name="context">Of the request, for the language in which a store's refusal is put.</param>
    public async Task<(IIntegrationGrain? Changed, ProblemHttpResult? Problem)> ApplyAsync(
        string integrationId, UpdateIntegrationRequest request, string? ifMatch, HttpContext context, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await IntegrationLookup.FindAsync(grains, caller, integrationId) is not { } found)
                return (null, ApiProblem.NotFound("integration", integrationId));
            var (before, version) = (found.Status.Definition, found.Status.DefinitionVersion);
            if (EntityTags.Mismatch(ifMatch, "integration", version) is { } mismatch)
                return (null, mismatch);
            var wanted = new Wanted(Changed(before, request), ReadsAnew: false, Replaced: []);
            if (request.Settings is { } given)
            {
                var (changed, problem) = await SettingsAsync(found.Status, wanted, given, context, cancellationToken);
                if (changed is null)
                    return (null, problem);
                wanted = changed;
            }

            switch (await found.Grain.ChangeAsync(new IntegrationChange { Definition = wanted.Definition, ExpectedVersion = version, ReadsAnew = wanted.ReadsAnew }))
            {
                case IntegrationChanged.Changed:
                    Audit(before, wanted);
                    return (found.Grain, null);
                case IntegrationChanged.NotFound:
                    return (null, ApiProblem.NotFound("integration", integrationId));
                case IntegrationChanged.OtherVersion when attempt == EntityTags.Attempts:
                    return (null, EntityTags.OtherVersion("integration", version));
            }
        }
    }

    /// <summary>All but the settings.</summary>
    private static IntegrationDefinition Changed(IntegrationDefinition before, UpdateIntegrationRequest request) => before with
    {
        Name = request.Name?.Trim() ?? before.Name,
        StartsAt = request.StartsAt?.ToUniversalTime() ?? before.StartsAt,
        Interval = request.IntervalMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : before.Interval,
        Window = request.IsWindowRemoved is true ? null : request.Window?.ToDomain() ?? before.Window,
    };

    private async Task<(Wanted? Changed, ProblemHttpResult? Problem)> SettingsAsync(
        IntegrationStatus status, Wanted wanted, Dictionary<string, string> given, HttpContext context, CancellationToken cancellationToken)
    {
        var before = status.Definition;
        var connector = connectors.Get(before.StoreType);
        var former = secrets.Unprotect(caller.Account, status.IntegrationId, before.ProtectedSecrets);
        var settings = IntegrationSettings.Merge(before.Settings.SetItems(former), given);
        if (IntegrationSettings.Problem(connector, settings) is { } invalid)
            return (null, invalid);
        if (IntegrationSettings.SentElsewhere(connector, before.Settings, former.Keys.Except(given.Keys), settings) is { } elsewhere)
            return (null, elsewhere);
        if ((await connector.VerifyAsync(new StoreConnection($"verification-{Guid.NewGuid():N}", settings), cancellationToken)).Problem is { } problem)
            return (null, ApiProblem.Store(problem, RequestLanguage.Choose(context)));
        var secret = IntegrationSettings.Secret(connector, settings);
        var definition = wanted.Definition with
        {
            Settings = IntegrationSettings.Open(connector, settings),
            ProtectedSecrets = secrets.Protect(caller.Account, status.IntegrationId, secret),
            SecretHints = IntegrationSettings.Hints(secret),
        };
        return (
            new Wanted(
                definition,
                IntegrationSettings.ReadOtherwise(connector, before.Settings, definition.Settings),
                [.. former.Keys.Union(secret.Keys).Where(name => former.GetValueOrDefault(name) != secret.GetValueOrDefault(name))]),
            null);
    }

    private void Audit(IntegrationDefinition before, Wanted wanted)
    {
        audit.Change(AuditedIntegration.From(before), AuditedIntegration.From(wanted.Definition));
        foreach (var name in wanted.Replaced)
            audit.ReplaceSecret(name, before.SecretHints?.GetValueOrDefault(name), wanted.Definition.SecretHints?.GetValueOrDefault(name));
    }

    /// <param name="Replaced">Names of the secrets that are others now.</param>
    private sealed record Wanted(IntegrationDefinition Definition, bool ReadsAnew, ImmutableArray<string> Replaced);
}
