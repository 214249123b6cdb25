using System.Collections.Immutable;

namespace Icomm.Actors.Connectors;

/// <summary>
/// The code that speaks to one store platform. Connectors hold no sync state: what has been read is remembered by the caller,
/// so that a page can be read again after a crash. They may cache what is cheap to fetch again (tokens, category trees).
/// </summary>
public interface IStoreConnector
{
    /// <summary>The platform's name in the API and in stored rows, lower case: <c>magento</c>.</summary>
    string StoreType { get; }

    ConnectorDescription Description { get; }

    /// <summary>What can be pulled with these settings: all that the platform has, unless a part of it has to be opened to us first.</summary>
    ImmutableArray<StoreResource> ResourcesOf(StoreConnection connection) => Description.Resources;

    /// <summary>Checks credentials and settings within seconds. What is wrong is an answer, not an exception.</summary>
    Task<StoreVerification> VerifyAsync(StoreConnection connection, CancellationToken cancellationToken);

    /// <summary>Reads one page of what was created or updated inside the request's window. One call makes its HTTP requests one at a time.</summary>
    /// <exception cref="StoreException">The store could not be read; says whether trying again may help.</exception>
    Task<StorePage> ReadPageAsync(StoreConnection connection, StorePageRequest request, CancellationToken cancellationToken);
}
