using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Persistence.Publishing;
using Icomm.Actors.Publishing;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>A kind of receiver and the form for it, in the language of Accept-Language.</summary>
public sealed record PublicationTypeResponse(string Type, string DisplayName, ImmutableArray<PublicationFieldResponse> Fields)
{
    internal static PublicationTypeResponse From(IContactSinkFactory sink, string language) => new(
        sink.Type,
        sink.Description.DisplayName.In(language),
        [.. sink.Description.Fields.Select(field => new PublicationFieldResponse(field.Name, field.Label.In(language), field.Help.In(language), field.IsRequired, field.IsSecret))]);
}

/// <summary>One field of the form. Secret fields are stored encrypted and never returned.</summary>
public sealed record PublicationFieldResponse(string Name, string Label, string Help, bool IsRequired, bool IsSecret);

/// <summary>A new publication: a receiver that a database's profiles are brought to after every refresh.</summary>
public sealed record CreatePublicationRequest
{
    [Required, StringLength(100, MinimumLength = 1)]
    public required string Name { get; init; }

    /// <summary>One of the publication types, as <c>icommkt</c>.</summary>
    [Required, StringLength(50, MinimumLength = 1)]
    public required string Type { get; init; }

    /// <summary>The type's fields, secrets among them.</summary>
    [Required]
    public required Dictionary<string, string> Settings { get; init; }

    /// <summary>Never prints a secret.</summary>
    public override string ToString() => nameof(CreatePublicationRequest);
}

/// <summary>A publication and how it stands.</summary>
public sealed record PublicationResponse
{
    /// <summary>Stands in the place of every secret.</summary>
    public const string Mask = "***";

    public required string Id { get; init; }

    public required string DatabaseId { get; init; }

    public required string Name { get; init; }

    public required string Type { get; init; }

    /// <summary>The settings, with *** in the place of secrets.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>When a run that failed in passing is tried again.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The last run that ended; absent before the first.</summary>
    public PublicationRunResponse? LastRun { get; init; }

    /// <summary>Absent between runs.</summary>
    public PublicationProgressResponse? CurrentRun { get; init; }

    /// <summary>Contacts that the receiver has accepted by now; not in lists.</summary>
    public long? Delivered { get; init; }

    /// <summary>Contacts that the receiver refuses by now; not in lists.</summary>
    public long? Rejected { get; init; }

    /// <param name="sink">The publication's type; null when this build has none of that name.</param>
    internal static PublicationResponse From(string databaseId, PublicationStatus status, IContactSinkFactory? sink) => new()
    {
        Id = status.PublicationId,
        DatabaseId = databaseId,
        Name = status.Definition.Name,
        Type = status.Definition.Type,
        Settings = status.Definition.Settings.ToImmutableSortedDictionary(StringComparer.Ordinal)
            .SetItems((sink?.Description.Fields ?? []).Where(field => field is { IsSecret: true, IsRequired: true }).Select(field => KeyValuePair.Create(field.Name, Mask))),
        CreatedAt = status.CreatedAt,
        LastSuccessAt = status.LastSuccessAt,
        RetryAt = status.RetryAt,
        LastRun = status.LastRun is { } last ? PublicationRunResponse.From(last) : null,
        CurrentRun = status.CurrentRun is { } current ? PublicationProgressResponse.From(current) : null,
    };
}

/// <summary>A run that has ended.</summary>
/// <param name="AsOf">The day that the indicators were of.</param>
/// <param name="Sent">Contacts that the receiver accepted.</param>
/// <param name="Rejected">Contacts that it refused.</param>
/// <param name="ProblemCode">Absent after a success.</param>
/// <param name="Problem">What failed and what to do about it.</param>
public sealed record PublicationRunResponse(
    string RunId, DateTimeOffset StartedAt, DateTimeOffset EndedAt, DateOnly AsOf, long Sent, long Rejected, string? ProblemCode, string? Problem)
{
    internal static PublicationRunResponse From(PublicationResult run) =>
        new(run.RunId, run.StartedAt, run.EndedAt, run.AsOf, run.Sent, run.Rejected, run.ProblemCode, run.Problem);
}

/// <summary>How far the run under way has come.</summary>
public sealed record PublicationProgressResponse(string RunId, DateTimeOffset StartedAt, DateOnly AsOf, long Sent, long Rejected)
{
    internal static PublicationProgressResponse From(PublicationCheckpoint run) => new(run.RunId, run.StartedAt, run.AsOf, run.Sent, run.Rejected);
}

/// <summary>A run that was started, or that works already and is followed by another.</summary>
public sealed record PublicationStartedResponse(string RunId);

/// <summary>A contact that the receiver refuses.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">The same for a person.</param>
/// <param name="At">When it was refused last.</param>
/// <param name="Attempts">How often it was refused.</param>
public sealed record PublicationRejectionResponse(string ProfileId, string? Email, string Code, string Message, DateTimeOffset At, long Attempts)
{
    internal static PublicationRejectionResponse From(StoredRejection rejection) =>
        new(rejection.ProfileId, rejection.Email, rejection.Code, rejection.Message, rejection.At, rejection.Attempts);

    /// <summary>Never prints the person.</summary>
    public override string ToString() => $"{nameof(PublicationRejectionResponse)} {Code}";
}
