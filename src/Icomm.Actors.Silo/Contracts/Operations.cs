namespace Icomm.Actors.Silo.Contracts;

/// <summary>How the installation does.</summary>
/// <param name="AsOf">When it was looked at.</param>
/// <param name="Engine"><c>embedded</c> or <c>orleans</c>.</param>
/// <param name="Silos">The silos that are up.</param>
/// <param name="WritesWaiting">Operations that wait for the database's writer, in this silo.</param>
/// <param name="Integrations">All of them in numbers.</param>
/// <param name="Late">Those whose last successful sync is older than two intervals (a closed window is waited for), the latest first; at most 100.</param>
/// <param name="Failing">Those that can't be read from their row, and those whose last run failed, the most stubborn first; at most 100.</param>
/// <param name="Paused">Those that are off, the last ones first; at most 100.</param>
internal sealed record OperationsResponse(
    DateTimeOffset AsOf,
    string Engine,
    IReadOnlyList<SiloInNumbers> Silos,
    int WritesWaiting,
    IntegrationsInNumbers Integrations,
    IReadOnlyList<LateIntegration> Late,
    IReadOnlyList<FailingIntegration> Failing,
    IReadOnlyList<PausedIntegration> Paused);

/// <param name="Address">Host, port and generation.</param>
/// <param name="Activations">Grains in memory.</param>
/// <param name="ActivationsByType">The same by the grains' class.</param>
internal sealed record SiloInNumbers(string Address, int Activations, IReadOnlyDictionary<string, int> ActivationsByType);

internal sealed record IntegrationsInNumbers(int Total, int Running, int Late, int Failing, int Paused);

/// <param name="LagSeconds">Since the last successful sync, or since the creation when there was none.</param>
internal sealed record LateIntegration(string AccountId, string IntegrationId, string StoreType, long LagSeconds);

/// <param name="StoreType">Empty when it is not known.</param>
/// <param name="ProblemCode">Of the last run; <c>record_unreadable</c> or <c>record_too_new</c> for an integration that can't be read from its row, which nothing else is known of.</param>
internal sealed record FailingIntegration(string AccountId, string IntegrationId, string StoreType, string ProblemCode, int ConsecutiveFailures, DateTimeOffset? LastSuccessAt);

/// <param name="Reason"><c>requested</c> or <c>failures</c>.</param>
internal sealed record PausedIntegration(string AccountId, string IntegrationId, string StoreType, DateTimeOffset Since, string Reason);
