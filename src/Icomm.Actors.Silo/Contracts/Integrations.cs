using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Silo.Queries;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>A new integration: one connection to one shop.</summary>
public sealed record CreateIntegrationRequest
{
    [Required, StringLength(100, MinimumLength = 1)]
    public required string Name { get; init; }

    /// <summary>One of the store types, as <c>magento</c>.</summary>
    [Required, StringLength(50, MinimumLength = 1)]
    public required string StoreType { get; init; }

    /// <summary>The store type's fields, secrets among them.</summary>
    [Required]
    public required Dictionary<string, string> Settings { get; init; }

    /// <summary>The database that this integration feeds; several integrations may feed one.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public required string DatabaseId { get; init; }

    /// <summary>When the shop's activity starts, usually the date of its first purchase: orders placed before it don't count. Not before 1990; everything the store has when left out.</summary>
    [Range(typeof(DateTimeOffset), IntegrationStarts.First, IntegrationStarts.Last, ParseLimitsInInvariantCulture = true, ErrorMessage = IntegrationStarts.Error)]
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>Minutes between two regular runs: 1 to 10,080 (a week), 240 when left out.</summary>
    [Range(1, 10_080)]
    public int IntervalMinutes { get; init; } = 240;

    /// <summary>Hours of the day in which runs may work; always when left out.</summary>
    public SyncWindowContract? Window { get; init; }

    /// <summary>Never prints a secret.</summary>
    public override string ToString() => nameof(CreateIntegrationRequest);
}

/// <summary>Hours of the day, over midnight when <c>from</c> is later than <c>until</c>.</summary>
public sealed record SyncWindowContract
{
    /// <summary>IANA id.</summary>
    public required string TimeZone { get; init; }

    public required TimeOnly From { get; init; }

    public required TimeOnly Until { get; init; }

    internal SyncWindow ToDomain() => new(TimeZone, From, Until);

    internal static SyncWindowContract? Of(SyncWindow? window) => window is null ? null : new SyncWindowContract { TimeZone = window.TimeZone, From = window.From, Until = window.Until };
}

/// <summary>Why no run is started, and since when.</summary>
/// <param name="Reason"><c>requested</c>: somebody switched the integration off. <c>failures</c>: too many runs failed one after the other.</param>
/// <param name="Text">The same for a person, in the language of Accept-Language.</param>
public sealed record IntegrationPauseResponse(DateTimeOffset Since, PauseReason Reason, string Text);

/// <summary>Something that a merchant should look at.</summary>
/// <param name="Code"><c>data_stale</c>, <c>failing_repeatedly</c>, <c>paused_after_failures</c>, or <c>currency_without_rate</c> when the database has purchases in a currency that it can't convert.</param>
public sealed record IntegrationWarning(string Code, string Message, string Remedy);

/// <summary>An integration as its card shows it. Secrets are never returned.</summary>
public sealed record IntegrationResponse
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string StoreType { get; init; }

    public required string DatabaseId { get; init; }

    /// <summary>What the database is called.</summary>
    public string? DatabaseName { get; init; }

    /// <summary>When the database's profiles were last refreshed; absent before the first time.</summary>
    public DateTimeOffset? LastRefreshAt { get; init; }

    /// <summary>The settings that are no secrets.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>The secret settings, masked: the last four characters of the longer ones.</summary>
    public required IReadOnlyDictionary<string, string> SecretHints { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required int IntervalMinutes { get; init; }

    public SyncWindowContract? Window { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required IntegrationHealth Health { get; init; }

    /// <summary>The label of <c>health</c>, in the language of Accept-Language.</summary>
    public required string HealthText { get; init; }

    /// <summary>The switch: false while it is paused or being deleted.</summary>
    public required bool IsActive { get; init; }

    /// <summary>Absent while it is active.</summary>
    public IntegrationPauseResponse? Pause { get; init; }

    /// <summary>What made the last run fail, or keeps pushed messages from being applied; absent when all is well.</summary>
    public string? ProblemCode { get; init; }

    /// <summary>The same for a person: what is wrong, and what to do, in the language of Accept-Language.</summary>
    public string? ProblemText { get; init; }

    public ImmutableArray<IntegrationWarning> Warnings { get; init; } = [];

    /// <summary>When a run last succeeded, or messages that the store pushed were last applied.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>Absent when there is nothing to pull, because the store pushes all that it has.</summary>
    public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>When the store last pushed a message; absent for stores that are only pulled from.</summary>
    public DateTimeOffset? LastReceivedAt { get; init; }

    /// <summary>Pushed messages that wait to be applied; absent for stores that are only pulled from.</summary>
    public long? Backlog { get; init; }

    /// <summary>Absent between runs.</summary>
    public RunProgressResponse? CurrentRun { get; init; }

    /// <summary>Absent unless the integration is being deleted.</summary>
    public IntegrationDeletionResponse? Deletion { get; init; }

    internal static IntegrationResponse From(IntegrationStatus status, string language) => new()
    {
        Id = status.IntegrationId,
        Name = status.Definition.Name,
        StoreType = status.Definition.StoreType,
        DatabaseId = status.Definition.DatabaseId,
        Settings = status.Definition.Settings.ToImmutableSortedDictionary(),
        SecretHints = (status.Definition.SecretHints ?? []).ToImmutableSortedDictionary(),
        StartsAt = status.Definition.StartsAt,
        IntervalMinutes = (int)status.Definition.Interval.TotalMinutes,
        Window = SyncWindowContract.Of(status.Definition.Window),
        CreatedAt = status.CreatedAt,
        Health = status.Health,
        HealthText = CardTexts.Label(status.Health).In(language),
        IsActive = status is { Pause: null, Deletion: null },
        Pause = status.Pause is { } pause ? new IntegrationPauseResponse(pause.Since, pause.Reason, CardTexts.Paused(pause.Reason).In(language)) : null,
        ProblemCode = status.ProblemCode,
        ProblemText = status.Problem?.In(language) ?? status.ProblemText,
        LastSuccessAt = status.LastSuccessAt,
        NextDueAt = status.NextDueAt,
        CurrentRun = status.CurrentRun is { } run ? RunProgressResponse.From(run) : null,
        Deletion = status.Deletion is { } deletion ? IntegrationDeletionResponse.From(deletion) : null,
    };
}

/// <summary>When an integration may start: from the first date that an order can have.</summary>
internal static class IntegrationStarts
{
    public const string First = "1990-01-01T00:00:00Z";

    public const string Last = "9999-12-31T23:59:59.9999999Z";

    public const string Error = "The start must not lie before 1990.";
}
