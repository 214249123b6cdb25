using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>
/// A storage provider. Registered by name: <c>services.AddKeyedSingleton&lt;IGrainStorage&gt;("profiles", …)</c>; without a name it
/// is the default one. Called on the activation's scheduler.
/// </summary>
public interface IGrainStorage
{
    /// <summary>Reads a record. One that isn't there leaves a fresh state, no ETag and <c>RecordExists</c> false.</summary>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <inheritdoc cref="ReadStateAsync{T}(string, GrainId, IGrainState{T})"/>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ReadStateAsync(stateName, grainId, grainState);

    /// <summary>Writes a record if the store still has the version that was read, and sets the new ETag.</summary>
    /// <exception cref="InconsistentStateException">The store has another version.</exception>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <inheritdoc cref="WriteStateAsync{T}(string, GrainId, IGrainState{T})"/>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        WriteStateAsync(stateName, grainId, grainState);

    /// <summary>Clears a record under the same condition.</summary>
    /// <exception cref="InconsistentStateException">The store has another version.</exception>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <inheritdoc cref="ClearStateAsync{T}(string, GrainId, IGrainState{T})"/>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ClearStateAsync(stateName, grainId, grainState);
}
