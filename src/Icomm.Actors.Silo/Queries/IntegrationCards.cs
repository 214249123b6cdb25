using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Persistence.Inbox;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Refreshes;
using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Queries;

/// <summary>Puts integrations together with the databases they feed and the inboxes that feed them, as the cards of "Mis integraciones" show them. Reads rows; wakes no grain.</summary>
internal sealed class IntegrationCards(IDatabaseStore databases, IRefreshStore refreshes, ConnectorRegistry connectors, IInboxStore inboxes, TimeProvider time)
{
    /// <summary>Failures in a row from which a card warns.</summary>
    private const int Repeatedly = 3;

    public async Task<IntegrationResponse> CardAsync(string account, IntegrationStatus status, string language, CancellationToken cancellationToken) =>
        (await CardsAsync(account, [status], language, cancellationToken))[0];

    public async Task<ImmutableArray<IntegrationResponse>> CardsAsync(string account, IReadOnlyList<IntegrationStatus> statuses, string language, CancellationToken cancellationToken)
    {
        var fed = new Dictionary<string, (string? Name, DateTimeOffset? RefreshedAt)>();
        foreach (var databaseId in statuses.Select(status => status.Definition.DatabaseId).Distinct())
        {
            var database = await databases.FindAsync(account, databaseId, cancellationToken);
            var refresh = await refreshes.ReadAsync(account, databaseId, cancellationToken);
            fed.Add(databaseId, (database?.Name, refresh?.Record.LastCompleted?.EndedAt));
        }

        var pushed = statuses.Any(status => PushConnectorOf(status) is not null)
            ? (await inboxes.ListAsync(account, cancellationToken)).ToDictionary(inbox => inbox.Integration.IntegrationId)
            : [];
        return [.. statuses.Select(Card)];

        IntegrationResponse Card(IntegrationStatus status)
        {
            var card = IntegrationResponse.From(status, language) with
            {
                DatabaseName = fed[status.Definition.DatabaseId].Name,
                LastRefreshAt = fed[status.Definition.DatabaseId].RefreshedAt,
                Warnings = Warnings(status, language),
            };
            return PushConnectorOf(status) is { } connector ? WithInbox(card, status, connector, pushed.GetValueOrDefault(status.IntegrationId), language) : card;
        }
    }

    private IPushConnector? PushConnectorOf(IntegrationStatus status) => connectors.Find(status.Definition.StoreType) as IPushConnector;

    /// <summary>Where nothing is pulled, a run says nothing of the shop: only what was applied does.</summary>
    private static IntegrationResponse WithInbox(IntegrationResponse card, IntegrationStatus status, IPushConnector connector, InboxRow? inbox, string language)
    {
        var isPulledToo = !connector.ResourcesOf(new StoreConnection(status.IntegrationId, status.Definition.Settings)).IsEmpty;
        var lastPulledAt = isPulledToo ? status.LastSuccessAt : null;
        var lastAppliedAt = inbox?.Record.LastAppliedAt;
        var lastSuccessAt = lastPulledAt is null || lastAppliedAt > lastPulledAt ? lastAppliedAt : lastPulledAt;
        var (problemCode, problemText) = status.ProblemCode is null ? (inbox?.Record.LastProblemCode, inbox?.Record.LastProblemText) : (card.ProblemCode, card.ProblemText);
        var health = problemCode is not null ? IntegrationHealth.Error : lastSuccessAt is not null ? IntegrationHealth.Success : IntegrationHealth.New;
        return card with
        {
            Health = health,
            HealthText = CardTexts.Label(health).In(language),
            ProblemCode = problemCode,
            ProblemText = problemText,
            LastSuccessAt = lastSuccessAt,
            NextDueAt = isPulledToo ? status.NextDueAt : null,
            LastReceivedAt = inbox?.LastReceivedAt,
            Backlog = inbox?.Messages ?? 0,
        };
    }

    private ImmutableArray<IntegrationWarning> Warnings(IntegrationStatus status, string language)
    {
        var warnings = ImmutableArray.CreateBuilder<IntegrationWarning>();
        if (status.Pause is { Reason: PauseReason.Failures })
            Add("paused_after_failures", RunTexts.PausedAfter(status.ConsecutiveFailures), RunTexts.MendAndResume);
        else if (status.ConsecutiveFailures >= Repeatedly)
            Add("failing_repeatedly", CardTexts.Failing(status.ConsecutiveFailures), CardTexts.SeeTheLastRun);
        if (status is { Pause: null, Deletion: null } && IsStale(status))
            Add("data_stale", CardTexts.Stale, CardTexts.SyncOrSee);
        return warnings.DrainToImmutable();

        void Add(string code, LocalizedText message, LocalizedText remedy) => warnings.Add(new(code, message.In(language), remedy.In(language)));
    }

    private bool IsStale(IntegrationStatus status) => time.GetUtcNow() > SyncSchedule.LateFrom(status.Definition, status.LastSuccessAt ?? status.CreatedAt);
}
