namespace Icomm.Actors.Benchmarks;

/// <summary>A folder for one measurement, gone afterwards.</summary>
internal sealed class BenchmarkFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("icomm-benchmark-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
