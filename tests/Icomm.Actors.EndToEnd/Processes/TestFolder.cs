namespace Icomm.Actors.EndToEnd.Processes;

/// <summary>A folder of its own that goes when the test is over.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("icomm-e2e-").FullName;

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A process that was killed may hold a file a moment longer; the machine's own clean-up gets it.
        }
    }
}
