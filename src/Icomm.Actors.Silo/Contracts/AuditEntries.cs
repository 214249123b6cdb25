using System.Collections.Immutable;
using Icomm.Actors.Persistence.Audit;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>One thing that somebody did over the API, or that the program did by itself.</summary>
public sealed record AuditEntryResponse
{
    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Absent when the program did it by itself.</summary>
    public AuditedKeyResponse? Key { get; init; }

    /// <summary>The operationId of this document, as <c>updateIntegration</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The path of what it was done to; what was made is named by its own.</summary>
    public required string Resource { get; init; }

    /// <summary>The integration that it concerns; absent for none.</summary>
    public string? IntegrationId { get; init; }

    /// <summary>The database that it concerns; absent for none.</summary>
    public string? DatabaseId { get; init; }

    /// <summary><c>done</c>; <c>failed</c>: something failed inside, and a part may have been done; <c>unknown</c>: it is under way, or the process ended before it was known.</summary>
    public required AuditOutcome Outcome { get; init; }

    /// <summary>The fields that were changed; of a secret, the hints alone.</summary>
    public required ImmutableArray<FieldChangeResponse> Changes { get; init; }

    internal static AuditEntryResponse From(AuditEntry entry) => new()
    {
        Id = entry.EntryId,
        At = entry.At,
        Key = entry.Key is { } key ? new AuditedKeyResponse(key.KeyId, key.Name, key.Account != entry.Account) : null,
        Action = entry.Action,
        Resource = entry.Resource,
        IntegrationId = entry.IntegrationId,
        DatabaseId = entry.DatabaseId,
        Outcome = entry.Outcome,
        Changes = [.. entry.Changes.Select(change => new FieldChangeResponse(change.Field, change.Before, change.After))],
    };
}

/// <summary>The API key that something was done with.</summary>
/// <param name="IsOperators">Whether it belongs to another account: an operator acted in this one.</param>
public sealed record AuditedKeyResponse(string Id, string? Name, bool IsOperators);

/// <summary>A field that was changed.</summary>
/// <param name="Field">Its name, with a dot before a part: <c>settings.siteUrl</c>.</param>
/// <param name="Before">Absent when it was not there.</param>
/// <param name="After">Absent when it is gone.</param>
public sealed record FieldChangeResponse(string Field, string? Before, string? After);
