namespace Orleans.Core;

/// <summary>A stored record of a grain, without its type.</summary>
public interface IStorage
{
    /// <summary>The version that was read or written last; null when there is none.</summary>
    string? Etag { get; }

    /// <summary>Whether the store has the record.</summary>
    bool RecordExists { get; }

    /// <summary>Clears the record.</summary>
    Task ClearStateAsync();

    /// <summary>Writes the record; exceptions of the provider come through.</summary>
    Task WriteStateAsync();

    /// <summary>Reads the record again.</summary>
    Task ReadStateAsync();

    /// <inheritdoc cref="ClearStateAsync()"/>
    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    /// <inheritdoc cref="WriteStateAsync()"/>
    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    /// <inheritdoc cref="ReadStateAsync()"/>
    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}

/// <summary>A stored record of a grain.</summary>
/// <typeparam name="TState">Type of the record.</typeparam>
public interface IStorage<TState> : IStorage
{
    /// <summary>The record in memory.</summary>
    TState State { get; set; }
}
