using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Domain;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Persistence.Activity;
using Icomm.Actors.Persistence.Inbox;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Refreshes;
using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Queries;

/// <summary>Puts integrations together with the databases they feed and the inboxes that feed them, as the cards of "Mis integraciones" show them. Reads rows; wakes no grain.</summary>
internal sealed class IntegrationCards(IDatabaseStore databases, IRefreshStore refreshes, IActivityQueries activity, LastSuccesses successes, IInboxStore inboxes, TimeProvider time)
{
    /// <summary>Failures in a row from which a card warns.</summary>
    private const int Repeatedly = 3;

    public async Task<IntegrationResponse> CardAsync(string account, IntegrationStatus status, string language, CancellationToken cancellationToken) =>
        (await CardsAsync(account, [status], language, cancellationToken))[0];

    public async Task<ImmutableArray<IntegrationResponse>> CardsAsync(string account, IReadOnlyList<IntegrationStatus> statuses, string language, CancellationToken cancellationToken)
    {
        var fed = new Dictionary<string, FedDatabase>();
        foreach (var databaseId in statuses.Select(status => status.Definition.DatabaseId).Distinct())
            fed.Add(databaseId, await FindAsync(account, databaseId, cancellationToken));
        var pushed = statuses.Any(status => successes.IsPushed(status.Definition))
            ? (await inboxes.ListAsync(account, cancellationToken)).ToDictionary(inbox => inbox.Integration.IntegrationId)
            : [];
        return [.. statuses.Select(Card)];

        IntegrationResponse Card(IntegrationStatus status)
        {
            var database = fed[status.Definition.DatabaseId];
            var card = IntegrationResponse.From(status, language) with
            {
                DatabaseName = database.Name,
                LastRefreshAt = database.RefreshedAt,
                Warnings = Warnings(status, database, language),
            };
            return successes.IsPushed(status.Definition) ? WithInbox(card, status, pushed.GetValueOrDefault(status.IntegrationId), language) : card;
        }
    }

    private async Task<FedDatabase> FindAsync(string account, string databaseId, CancellationToken cancellationToken)
    {
        var database = await databases.FindAsync(account, databaseId, cancellationToken);
        var refresh = await refreshes.ReadAsync(account, databaseId, cancellationToken);
        var months = database is null ? [] : await activity.MonthsAsync(account, databaseId, cancellationToken);
        return new FedDatabase(
            database?.Name,
            refresh?.Record.LastCompleted?.EndedAt,
            [.. months.Where(month => month.Purchases > 0 && database!.Settings.RateOf(month.Currency) is null).Select(month => month.Currency).Distinct().Order(StringComparer.Ordinal)]);
    }

    private IntegrationResponse WithInbox(IntegrationResponse card, IntegrationStatus status, InboxRow? inbox, string language)
    {
        var lastSuccessAt = successes.Of(status.IntegrationId, status.Definition, status.LastSuccessAt, inbox);
        var (problemCode, problemText) = status.ProblemCode is null ? (inbox?.Record.LastProblemCode, inbox?.Record.LastProblemText) : (card.ProblemCode, card.ProblemText);
        var health = problemCode is not null ? IntegrationHealth.Error : lastSuccessAt is not null ? IntegrationHealth.Success : IntegrationHealth.New;
        return card with
        {
            Health = health,
            HealthText = CardTexts.Label(health).In(language),
            ProblemCode = problemCode,
            ProblemText = problemText,
            LastSuccessAt = lastSuccessAt,
            NextDueAt = successes.IsPulled(status.IntegrationId, status.Definition) ? status.NextDueAt : null,
            LastReceivedAt = inbox?.LastReceivedAt,
            Backlog = inbox?.Messages ?? 0,
        };
    }

    private ImmutableArray<IntegrationWarning> Warnings(IntegrationStatus status, FedDatabase database, string language)
    {
        var warnings = ImmutableArray.CreateBuilder<IntegrationWarning>();
        if (status.Pause is { Reason: PauseReason.Failures })
            Add("paused_after_failures", RunTexts.PausedAfter(status.ConsecutiveFailures), RunTexts.MendAndResume);
        else if (status.ConsecutiveFailures >= Repeatedly)
            Add("failing_repeatedly", CardTexts.Failing(status.ConsecutiveFailures), CardTexts.SeeTheLastRun);
        if (status is { Pause: null, Deletion: null } && IsStale(status))
            Add("data_stale", CardTexts.Stale, CardTexts.SyncOrSee);
        if (database.WithoutRate is { IsEmpty: false } currencies)
            Add("currency_without_rate", CardTexts.WithoutRate(currencies), CardTexts.SetTheRate);
        return warnings.DrainToImmutable();

        void Add(string code, LocalizedText message, LocalizedText remedy) => warnings.Add(new(code, message.In(language), remedy.In(language)));
    }

    private bool IsStale(IntegrationStatus status) => time.GetUtcNow() > SyncSchedule.LateFrom(status.Definition, status.LastSuccessAt ?? status.CreatedAt);

    /// <summary>What cards say of a database.</summary>
    /// <param name="WithoutRate">Currencies of purchases that it can't convert.</param>
    private sealed record FedDatabase(string? Name, DateTimeOffset? RefreshedAt, ImmutableArray<string> WithoutRate);
}
