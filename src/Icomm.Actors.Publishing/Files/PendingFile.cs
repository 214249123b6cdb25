namespace Icomm.Actors.Publishing.Files;

/// <summary>
/// A file that is seen whole or not at all: it is written beside its place under another name, and moved there once it is complete and on the disk.
/// What a crash leaves behind is overwritten by the next attempt.
/// </summary>
internal sealed class PendingFile : IAsyncDisposable
{
    private const int BufferSize = 64 * 1_024;

    private readonly string _path;
    private readonly string _partial;
    private readonly FileStream _stream;
    private bool _isComplete;

    /// <exception cref="IOException">Among others: another publication is writing the same file.</exception>
    public PendingFile(string path)
    {
        _path = path;
        _partial = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.partial");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _stream = new FileStream(_partial, new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = BufferSize, Options = FileOptions.Asynchronous,
        });
    }

    public Stream Stream => _stream;

    /// <summary>Brings everything to the disk, and leaves it beside its place: several files that belong together are all written before the first is moved.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await _stream.FlushAsync(cancellationToken);
        _stream.Flush(flushToDisk: true);
        await _stream.DisposeAsync();
    }

    /// <summary>Puts the finished file into place, over the one of the same name.</summary>
    public void Move()
    {
        File.Move(_partial, _path, overwrite: true);
        _isComplete = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isComplete)
            return;
        await _stream.DisposeAsync();
        try
        {
            File.Delete(_partial);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It is overwritten next time.
        }
    }
}
