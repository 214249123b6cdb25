using System.Collections.Concurrent;
using System.Globalization;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Icomm.Actors.Compliance;

/// <summary>A store with ETags that lives as long as the test, and fails on demand.</summary>
public sealed class StoreDouble : IGrainStorage
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (object? Record, int Version)> _records = [];
    private readonly ConcurrentDictionary<string, Exception> _failures = new();

    /// <summary>The next write for a grain with this key fails.</summary>
    public void FailNextWrite(string key, Exception failure) => _failures[key] = failure;

    /// <summary>Changes a record behind the grain's back.</summary>
    public void Overwrite(string stateName, string key, object record)
    {
        lock (_gate)
        {
            var name = _records.Keys.Single(each => each.StartsWith($"{stateName}|", StringComparison.Ordinal) && each.EndsWith($"/{key}", StringComparison.Ordinal));
            _records[name] = (record, _records[name].Version + 1);
        }
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            if (_records.TryGetValue(Name(stateName, grainId), out var found))
            {
                grainState.State = (T?)found.Record;
                grainState.ETag = Tag(found.Version);
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

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Task.Yield();
        if (_failures.TryRemove(grainId.Key.ToString()!, out var failure))
        {
            throw failure;
        }

        lock (_gate)
        {
            var version = Check(stateName, grainId, grainState.ETag) + 1;
            _records[Name(stateName, grainId)] = (grainState.State, version);
            grainState.ETag = Tag(version);
            grainState.RecordExists = true;
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            Check(stateName, grainId, grainState.ETag);
            _records.Remove(Name(stateName, grainId));
            grainState.ETag = null;
            grainState.RecordExists = false;
            return Task.CompletedTask;
        }
    }

    private static string Name(string stateName, GrainId grainId) => $"{stateName}|{grainId}";

    private static string Tag(int version) => version.ToString(CultureInfo.InvariantCulture);

    private int Check(string stateName, GrainId grainId, string? etag)
    {
        var version = _records.TryGetValue(Name(stateName, grainId), out var found) ? found.Version : 0;
        if ((version == 0 ? null : Tag(version)) != etag)
        {
            throw new InconsistentStateException($"{stateName} of {grainId} was changed meanwhile", Tag(version), etag);
        }

        return version;
    }
}
