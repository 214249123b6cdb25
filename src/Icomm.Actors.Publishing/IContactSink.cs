using System.Collections.Immutable;

namespace Icomm.Actors.Publishing;

/// <summary>
/// Where contacts go in one publication. One call at a time. Disposing without <see cref="CompleteAsync"/> gives up an unfinished file.
/// </summary>
public interface IContactSink : IAsyncDisposable
{
    /// <summary>How many contacts a call should bring, so that what was sent is remembered often enough. A call with more is split.</summary>
    int MaxBatch { get; }

    /// <summary>
    /// True: what was sent has arrived for good, sending it again does no harm, and after a failure or a crash a publication goes on, in a new sink, where it was.
    /// False (files): after any failure a publication begins anew, in a new sink, with its first contact.
    /// </summary>
    bool CanResume { get; }

    /// <returns>One outcome a contact, in the order of <paramref name="contacts"/>. A rejected contact does not stop the others.</returns>
    /// <exception cref="PublishException">The batch as a whole failed. How much of it arrived is unknown: send it again.</exception>
    Task<ImmutableArray<ContactOutcome>> SendAsync(IReadOnlyList<Contact> contacts, CancellationToken cancellationToken);

    /// <summary>Ends the publication: a finished file is moved into place. Nothing may be sent afterwards.</summary>
    /// <exception cref="PublishException">The file could not be put into place.</exception>
    Task CompleteAsync(CancellationToken cancellationToken);
}
