using System.ComponentModel.DataAnnotations;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>What is to change of an integration; what is left out stays as it is.</summary>
public sealed record UpdateIntegrationRequest
{
    [StringLength(100, MinimumLength = 1), RegularExpression(@"^\s*\S[\s\S]*$", ErrorMessage = "The name must not be blank.")]
    public string? Name { get; init; }

    /// <summary>Settings to put in place of those there are, secrets among them; an empty text takes a setting away. Where the address becomes another host's, every secret that is stored must be among them. They are verified with the store before they are saved.</summary>
    public Dictionary<string, string>? Settings { get; init; }

    /// <summary>Orders placed before this instant, which is not before 1990, don't count. An earlier one than before has the orders since then read anew; a later one takes nothing back.</summary>
    [Range(typeof(DateTimeOffset), IntegrationStarts.First, IntegrationStarts.Last, ParseLimitsInInvariantCulture = true, ErrorMessage = IntegrationStarts.Error)]
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>Minutes between two regular runs: 1 to 10,080 (a week).</summary>
    [Range(1, 10_080)]
    public int? IntervalMinutes { get; init; }

    /// <summary>Hours of the day in which runs may work.</summary>
    public SyncWindowContract? Window { get; init; }

    /// <summary>True lets runs work at any hour; it can't be given together with <c>window</c>.</summary>
    public bool? IsWindowRemoved { get; init; }

    /// <summary>Never prints a secret.</summary>
    public override string ToString() => nameof(UpdateIntegrationRequest);
}

/// <summary>A stretch of time to be read again.</summary>
public sealed record BackfillRequest
{
    /// <summary>Not before the integration's start.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Later than <c>from</c>; now when left out.</summary>
    public DateTimeOffset? Until { get; init; }
}
