using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Engine;
using Orleans.Runtime;

namespace Icomm.Actors.Silo.Operation;

/// <summary>Puts together how the installation does, over all accounts.</summary>
internal sealed class OperatorView(IGrainFactory grains, IIntegrationIndex integrations, PersistenceMetrics persistence, TimeProvider time)
{
    /// <summary>Integrations of each list: the worst come first, and who has more has one cause.</summary>
    private const int Longest = 100;

    public async Task<OperationsResponse> LookAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (count, running) = (0, 0);
        List<IntegrationLag> late = [];
        List<FailingIntegration> unreadable = [];
        List<FailingIntegration> failing = [];
        List<PausedIntegration> paused = [];
        await foreach (var found in integrations.AllAsync(cancellationToken))
        {
            if (found.Row is not { } row)
            {
                count++;
                unreadable.Add(new(found.Account, found.IntegrationId, found.StoreType ?? "", found.ProblemCode!, ConsecutiveFailures: 0, LastSuccessAt: null));
                continue;
            }

            if (row.Record is not { Definition: { } definition, Deletion: null } record)
                continue;
            count++;
            if (record.CurrentRun is not null)
                running++;
            if (record.LastProblemCode is { } code)
                failing.Add(new(row.Account, row.IntegrationId, definition.StoreType, code, record.ConsecutiveFailures, record.LastSuccessAt));
            if (record.Pause is { } pause)
                paused.Add(new(row.Account, row.IntegrationId, definition.StoreType, pause.Since, pause.Reason.ToString().ToLowerInvariant()));
            else if (IntegrationLag.Of(row) is var lag && lag.IsLate(now))
                late.Add(lag);
        }

        return new OperationsResponse(
            now,
            ActorEngine.Name,
            await SilosAsync(),
            persistence.QueueLength,
            new IntegrationsInNumbers(count, running, late.Count, unreadable.Count + failing.Count, paused.Count),
            [.. late.OrderByDescending(each => each.Lag(now)).Take(Longest).Select(each => new LateIntegration(each.Account, each.IntegrationId, each.StoreType, (long)each.Lag(now).TotalSeconds))],
            [.. unreadable.Concat(failing.OrderByDescending(each => each.ConsecutiveFailures)).Take(Longest)],
            [.. paused.OrderByDescending(each => each.Since).Take(Longest)]);
    }

    private async Task<SiloInNumbers[]> SilosAsync()
    {
        var management = grains.GetGrain<IManagementGrain>(0);
        var silos = await management.GetHosts(onlyActive: true);
        var statistics = (await management.GetSimpleGrainStatistics()).ToLookup(each => each.SiloAddress);
        return
        [
            .. silos.Keys.OrderBy(silo => silo.ToString(), StringComparer.Ordinal).Select(silo => new SiloInNumbers(
                silo.ToString(),
                statistics[silo].Sum(each => each.ActivationCount),
                statistics[silo].GroupBy(each => NameOf(each.GrainType)).ToDictionary(type => type.Key, type => type.Sum(each => each.ActivationCount)))),
        ];
    }

    /// <summary>The class alone, whatever an engine puts around it.</summary>
    private static string NameOf(string grainType)
    {
        var name = grainType.Split(',', '`')[0];
        return name[(name.LastIndexOf('.') + 1)..];
    }
}
