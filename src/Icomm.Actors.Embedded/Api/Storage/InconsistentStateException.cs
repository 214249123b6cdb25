using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>
/// The stored version is not the one that the writer read. When it escapes a grain's call the activation is deactivated, so that
/// the next one reads anew.
/// </summary>
public class InconsistentStateException : OrleansException
{
    /// <summary>Creates it.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>Creates it.</summary>
    public InconsistentStateException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    public InconsistentStateException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates it.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
        : base(errorMsg, storageException)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>Creates it.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : this(errorMsg, storedEtag, currentEtag, null)
    {
    }

    /// <summary>Creates it.</summary>
    public InconsistentStateException(string? storedEtag, string? currentEtag, Exception storageException)
        : this(storageException.Message, storedEtag, currentEtag, storageException)
    {
    }

    /// <summary>The version in the store.</summary>
    public string? StoredEtag { get; }

    /// <summary>The version that the writer had.</summary>
    public string? CurrentEtag { get; }

    // Only the activation whose own state is stale ends; a grain that the exception merely passes through keeps its state.
    internal bool IsSourceActivation { get; set; } = true;
}
