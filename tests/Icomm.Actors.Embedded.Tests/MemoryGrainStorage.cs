using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Icomm.Actors.Embedded.Tests;

/// <summary>
/// Keeps records in memory. Records are kept by reference, so states must be replaced rather than changed for a
/// failed write to leave the stored one alone.
/// </summary>
internal sealed class MemoryGrainStorage : IGrainStorage
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string State, GrainId Grain), (object? Record, long Version)> _records = [];
    private long _version;

    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            if (_records.TryGetValue((stateName, grainId), out var found))
            {
                grainState.State = (T?)found.Record;
                grainState.ETag = found.Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
                grainState.RecordExists = true;
            }
            else
            {
                grainState.ETag = null;
                grainState.RecordExists = false;
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            Check(stateName, grainId, grainState.ETag);
            _records[(stateName, grainId)] = (grainState.State, ++_version);
            grainState.ETag = _version.ToString(System.Globalization.CultureInfo.InvariantCulture);
            grainState.RecordExists = true;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            Check(stateName, grainId, grainState.ETag);
            _records.Remove((stateName, grainId));
            grainState.ETag = null;
            grainState.RecordExists = false;
        }

        return Task.CompletedTask;
    }

    private void Check(string stateName, GrainId grainId, string? etag)
    {
        var stored = _records.TryGetValue((stateName, grainId), out var found)
            ? found.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : null;
        if (stored != etag)
        {
            throw new InconsistentStateException($"State {stateName} of {grainId} was changed meanwhile", stored, etag);
        }
    }
}
