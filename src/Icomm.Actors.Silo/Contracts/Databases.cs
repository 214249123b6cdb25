using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>A new database: what several integrations may feed.</summary>
public sealed record CreateDatabaseRequest
{
    [Required, StringLength(100, MinimumLength = 1)]
    public required string Name { get; init; }

    /// <summary>IANA id of the zone whose calendar days windows are made of.</summary>
    [Required, StringLength(64, MinimumLength = 1)]
    public required string TimeZone { get; init; }

    /// <summary>ISO 4217 code that amounts are shown in.</summary>
    [Required, RegularExpression(DatabaseTexts.Currency, ErrorMessage = DatabaseTexts.CurrencyError)]
    public required string Currency { get; init; }

    /// <summary>What one unit of another currency is worth in the database's. Without a rate, orders count but their amounts are set aside.</summary>
    public Dictionary<string, decimal> Rates { get; init; } = [];

    /// <summary>Whether 360+ means older than 360 days, or every purchase.</summary>
    public OlderWindowPolicy OlderWindow { get; init; }

    /// <summary>How customers are scored: quantile when left out.</summary>
    public RfmMethodName RfmMethod { get; init; }

    /// <summary>Name of a shipped segment map: icomm when left out. A map of one's own is put in place afterwards.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public string SegmentMap { get; init; } = SegmentMaps.Default;

    /// <summary>Time of day of the daily refresh, HH:mm in the database's time zone: 04:00 when left out.</summary>
    [Required, RegularExpression(DatabaseTexts.TimeOfDay, ErrorMessage = DatabaseTexts.TimeOfDayError)]
    public string RefreshAt { get; init; } = "04:00";

    /// <summary>How long is kept what is no longer needed: customers for ever and logs 400 days when left out.</summary>
    public RetentionContract? Retention { get; init; }
}

/// <summary>What is to change of a database; what is left out stays as it is.</summary>
public sealed record UpdateDatabaseRequest
{
    [StringLength(100, MinimumLength = 1), RegularExpression(@"^\s*\S[\s\S]*$", ErrorMessage = "The name must not be blank.")]
    public string? Name { get; init; }

    /// <summary>IANA id. Can't be changed any more once the database has profiles.</summary>
    [StringLength(64, MinimumLength = 1)]
    public string? TimeZone { get; init; }

    /// <summary>ISO 4217 code.</summary>
    [MinLength(1), RegularExpression(DatabaseTexts.Currency, ErrorMessage = DatabaseTexts.CurrencyError)]
    public string? Currency { get; init; }

    /// <summary>All rates: those that are not in it are gone.</summary>
    public Dictionary<string, decimal>? Rates { get; init; }

    public OlderWindowPolicy? OlderWindow { get; init; }

    public RfmMethodName? RfmMethod { get; init; }

    /// <summary>Name of a shipped segment map; it replaces a map of one's own.</summary>
    [StringLength(100, MinimumLength = 1)]
    public string? SegmentMap { get; init; }

    /// <summary>HH:mm in the database's time zone.</summary>
    [MinLength(1), RegularExpression(DatabaseTexts.TimeOfDay, ErrorMessage = DatabaseTexts.TimeOfDayError)]
    public string? RefreshAt { get; init; }

    /// <summary>All of it: what is left out in it is as if it had never been set.</summary>
    public RetentionContract? Retention { get; init; }
}

/// <summary>How long a database keeps what it no longer needs. The daily refresh removes what is older.</summary>
public sealed record RetentionContract
{
    /// <summary>Customers whose last order of any status is so many months old are forgotten, and come back with their next order: 1 to 240, for ever when left out. Those without any order stay.</summary>
    [Range(RetentionSettings.LeastInactiveMonths, RetentionSettings.MostInactiveMonths)]
    public int? InactiveMonths { get; init; }

    /// <summary>Days that sync runs and rejected records of the database's integrations are kept: 1 to 3,650, 400 when left out.</summary>
    [Range(RetentionSettings.LeastLogDays, RetentionSettings.MostLogDays)]
    public int LogDays { get; init; } = RetentionSettings.Default.LogDays;

    internal RetentionSettings ToDomain() => new(InactiveMonths, LogDays);

    internal static RetentionContract Of(RetentionSettings retention) => new() { InactiveMonths = retention.InactiveMonths, LogDays = retention.LogDays };
}

/// <summary>A database and its settings.</summary>
public sealed record DatabaseResponse
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string TimeZone { get; init; }

    public required string Currency { get; init; }

    public required IReadOnlyDictionary<string, decimal> Rates { get; init; }

    public required OlderWindowPolicy OlderWindow { get; init; }

    public required RfmMethodName RfmMethod { get; init; }

    /// <summary>Name of the segment map in force, shipped or the database's own.</summary>
    public required string SegmentMap { get; init; }

    /// <summary>Time of day of the daily refresh, HH:mm in the database's time zone.</summary>
    public required string RefreshAt { get; init; }

    public required RetentionContract Retention { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>That it is being deleted; absent otherwise.</summary>
    public DatabaseDeletionResponse? Deletion { get; init; }

    /// <summary>How its refreshes stand; not in lists.</summary>
    public DatabaseRefreshResponse? Refresh { get; init; }

    /// <summary>How many profiles it holds; not in lists.</summary>
    public long? Profiles { get; init; }

    /// <summary>What feeds it, in the order of the ids; not in lists.</summary>
    public ImmutableArray<FeedingIntegrationResponse>? Integrations { get; init; }

    internal static DatabaseResponse From(DatabaseRow row) => new()
    {
        Id = row.DatabaseId,
        Name = row.Name,
        TimeZone = row.Settings.TimeZone,
        Currency = row.Settings.Currency,
        Rates = row.Settings.Rates,
        OlderWindow = row.Settings.OlderWindow,
        RfmMethod = RfmMethodNames.Of(row.Settings.RfmMethod),
        SegmentMap = row.Settings.OwnSegmentMap?.Name ?? row.Settings.SegmentMapName,
        RefreshAt = row.Settings.RefreshAt.ToString("HH:mm", CultureInfo.InvariantCulture),
        Retention = RetentionContract.Of(row.Settings.Retention),
        CreatedAt = row.CreatedAt,
        Deletion = DatabaseDeletionResponse.From(row.DeletingSince),
    };
}

/// <summary>An integration whose customers and orders a database holds.</summary>
public sealed record FeedingIntegrationResponse(string Id, string Name, string StoreType);

/// <summary>How a database's refreshes stand.</summary>
/// <param name="ProblemCode">What made the last refresh fail; absent when it succeeded.</param>
/// <param name="LastCompleted">The last refresh that succeeded: what queries answer from. Absent before the first.</param>
/// <param name="Current">Absent between refreshes.</param>
public sealed record DatabaseRefreshResponse(
    DateTimeOffset? NextDueAt, string? ProblemCode, CompletedRefreshResponse? LastCompleted, RefreshProgressResponse? Current)
{
    internal static DatabaseRefreshResponse From(RefreshStatus status) => new(
        status.NextDueAt,
        status.ProblemCode,
        status.LastCompleted is { } last ? new CompletedRefreshResponse(last.RefreshId, last.AsOf, last.EndedAt, last.ModelVersion) : null,
        status.Current is { } current ? RefreshProgressResponse.From(current) : null);
}

/// <summary>A refresh that succeeded.</summary>
/// <param name="AsOf">The day, in the database's time zone, at whose end the indicators are.</param>
/// <param name="ModelVersion">Of the RFM model that it scored by.</param>
public sealed record CompletedRefreshResponse(string Id, DateOnly AsOf, DateTimeOffset EndedAt, long ModelVersion);

/// <summary>The forms of a database's settings.</summary>
internal static class DatabaseTexts
{
    public const string Currency = "^[A-Z]{3}$";

    public const string CurrencyError = "The currency must be three capital letters, as in ISO 4217.";

    public const string TimeOfDay = "^([01][0-9]|2[0-3]):[0-5][0-9]$";

    public const string TimeOfDayError = "The time of day must be HH:mm, 00:00 to 23:59.";

    public static TimeOnly ParseTimeOfDay(string text) => TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);
}
