using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Domain;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Persistence.Management;

/// <summary>All that is known of one integration: its definition, what has been read so far, and the run under way. Stored as one row by its grain.</summary>
public sealed class IntegrationRecord
{
    /// <summary>What the merchant decided; null as long as the integration has not been created.</summary>
    public IntegrationDefinition? Definition { get; set; }

    /// <summary>Counts the definition's changes from 1; 0 in records that were stored before it was counted.</summary>
    public long DefinitionVersion { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Null while the integration is active.</summary>
    public IntegrationPause? Pause { get; set; }

    /// <summary>By resource name: which time of the store has been read completely.</summary>
    public Dictionary<string, IntervalSet> Covered { get; set; } = [];

    /// <summary>The slice that was begun and not finished, by this run or an earlier one; null when none is open.</summary>
    public SliceCheckpoint? OpenSlice { get; set; }

    /// <summary>The run that is under way, or was when the process died; null between runs.</summary>
    public RunCheckpoint? CurrentRun { get; set; }

    public DateTimeOffset? LastSuccessAt { get; set; }

    public DateTimeOffset? NextDueAt { get; set; }

    public string? LastProblemCode { get; set; }

    /// <summary>English.</summary>
    public string? LastProblemText { get; set; }

    /// <summary>The same in all languages; null in records that were stored before it was kept.</summary>
    public LocalizedText? LastProblem { get; set; }

    public int ConsecutiveFailures { get; set; }

    /// <summary>Null until the merchant deletes the integration; the record goes when all else has.</summary>
    public DeletionCheckpoint? Deletion { get; set; }
}

/// <summary>How far the deletion of an integration has come; written after every batch of profiles that no longer hold it.</summary>
public sealed record DeletionCheckpoint
{
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Whether its orders leave the profiles.</summary>
    public required bool RemovesOrders { get; init; }

    /// <summary>The profile that the last batch ended with; null before the first.</summary>
    public string? After { get; init; }

    /// <summary>Whether all profiles have been gone through.</summary>
    public bool IsWalked { get; init; }

    public long ProfilesDone { get; init; }

    /// <summary>Profiles of the database when the deletion began; null before they were counted.</summary>
    public long? ProfilesTotal { get; init; }

    public long OrdersRemoved { get; init; }

    /// <summary>Profiles of which nothing was left.</summary>
    public long ProfilesRemoved { get; init; }

    /// <summary>Folded purchases that stay in profiles, mixed with those of other integrations (DESIGN §6).</summary>
    public long FoldedLeft { get; init; }
}

/// <summary>The run under way; written after every page whose profiles are durable.</summary>
public sealed record RunCheckpoint
{
    public required string RunId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Upper end of everything this run reads: when it started, or what the store's clock showed then, where that is behind.</summary>
    public required DateTimeOffset Until { get; init; }

    public RunCounters Counters { get; init; } = new();

    /// <summary>Null in runs that were stored before it was kept.</summary>
    public RunTrigger? Trigger { get; init; }

    /// <summary>In the order in which they began; null before the first, and in runs that were stored before they were kept.</summary>
    public ImmutableArray<StageProgress>? Stages { get; init; }
}

/// <summary>A window of one resource and the page that comes next in it.</summary>
public sealed record SliceCheckpoint(string Resource, TimeInterval Window, string? NextPageToken, long Read, long? Total);

/// <summary>Records of a run, all resources together. Read = New + Changed + Unchanged + Rejected + Suppressed.</summary>
public sealed record RunCounters
{
    public long Read { get; init; }

    public long New { get; init; }

    public long Changed { get; init; }

    public long Unchanged { get; init; }

    public long Rejected { get; init; }

    /// <summary>Of persons who were erased: not stored.</summary>
    public long Suppressed { get; init; }

    public long Pages { get; init; }

    public static RunCounters operator +(RunCounters a, RunCounters b) => new()
    {
        Read = a.Read + b.Read,
        New = a.New + b.New,
        Changed = a.Changed + b.Changed,
        Unchanged = a.Unchanged + b.Unchanged,
        Rejected = a.Rejected + b.Rejected,
        Suppressed = a.Suppressed + b.Suppressed,
        Pages = a.Pages + b.Pages,
    };
}
