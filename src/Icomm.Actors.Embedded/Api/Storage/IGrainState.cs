namespace Orleans;

/// <summary>A record on its way between a grain and a storage provider.</summary>
/// <typeparam name="T">Type of the record.</typeparam>
public interface IGrainState<T>
{
    /// <summary>The record.</summary>
    T? State { get; set; }

    /// <summary>Its version; the provider sets it.</summary>
    string? ETag { get; set; }

    /// <summary>Whether the store has it; the provider sets it.</summary>
    bool RecordExists { get; set; }
}

/// <inheritdoc cref="IGrainState{T}"/>
public sealed class GrainState<T> : IGrainState<T>
{
    /// <summary>Creates an empty one.</summary>
    public GrainState()
    {
    }

    /// <summary>Creates one with a record.</summary>
    public GrainState(T? state)
        : this(state, null)
    {
    }

    /// <summary>Creates one with a record of a version.</summary>
    public GrainState(T? state, string? eTag)
    {
        State = state;
        ETag = eTag;
    }

    /// <inheritdoc/>
    public T? State { get; set; }

    /// <inheritdoc/>
    public string? ETag { get; set; }

    /// <inheritdoc/>
    public bool RecordExists { get; set; }
}
