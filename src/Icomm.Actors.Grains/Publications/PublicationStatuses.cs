using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Persistence.Publishing;

namespace Icomm.Actors.Grains.Publications;

/// <summary>Turns a publication's record into what is shown of it; the same for one read from its grain and for a list read from rows.</summary>
public static class PublicationStatuses
{
    /// <exception cref="InvalidOperationException">The publication has not been created.</exception>
    public static PublicationStatus From(string publicationId, PublicationRecord record) => new()
    {
        PublicationId = publicationId,
        Definition = record.Definition ?? throw new InvalidOperationException($"Publication {publicationId} has no definition."),
        CreatedAt = record.CreatedAt,
        LastSuccessAt = record.LastSuccessAt,
        RetryAt = record.RetryAt,
        LastRun = record.LastRun,
        CurrentRun = record.Current,
    };
}
