namespace Icomm.Actors.Embedded;

/// <summary>The enumerations that an activation serves, by their reader.</summary>
internal sealed class StreamSources
{
    private readonly Dictionary<object, IStreamSource> _byReader = new(ReferenceEqualityComparer.Instance);

    public void Add(object reader, IStreamSource source) => _byReader.Add(reader, source);

    public IStreamSource? Find(object reader) => _byReader.GetValueOrDefault(reader);

    public void Cancel(object reader) => Find(reader)?.Cancel();

    public async Task EndAsync(object reader)
    {
        if (_byReader.Remove(reader, out var source))
        {
            await source.EndAsync();
        }
    }

    /// <summary>Ends them all: the activation is going.</summary>
    public async Task EndAllAsync()
    {
        foreach (var reader in _byReader.Keys.ToArray())
        {
            await EndAsync(reader);
        }
    }
}
