using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Domain.Databases;
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
    [Required, RegularExpression("^[A-Z]{3}$", ErrorMessage = "The currency must be three capital letters, as in ISO 4217.")]
    public required string Currency { get; init; }

    /// <summary>What one unit of another currency is worth in the database's. Without a rate, orders count but their amounts are set aside.</summary>
    public Dictionary<string, decimal> Rates { get; init; } = [];

    /// <summary>Whether 360+ means older than 360 days, or every purchase.</summary>
    public OlderWindowPolicy OlderWindow { get; init; }
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

    public required DateTimeOffset CreatedAt { get; init; }

    internal static DatabaseResponse From(DatabaseRow row) => new()
    {
        Id = row.DatabaseId,
        Name = row.Name,
        TimeZone = row.Settings.TimeZone,
        Currency = row.Settings.Currency,
        Rates = row.Settings.Rates,
        OlderWindow = row.Settings.OlderWindow,
        CreatedAt = row.CreatedAt,
    };
}
