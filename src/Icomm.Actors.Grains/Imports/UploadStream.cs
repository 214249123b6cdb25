using Icomm.Actors.Connectors;

namespace Icomm.Actors.Grains.Imports;

/// <summary>A file on its way in: counted, limited, and told from a connector's own failures when it breaks off. Read asynchronously and once; the stream below stays open.</summary>
internal sealed class UploadStream(Stream inner, long most) : Stream
{
    /// <summary>Bytes read so far.</summary>
    public long Count { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Count;
        set => throw new NotSupportedException();
    }

    /// <exception cref="UploadInterruptedException">Whoever sends it has gone away.</exception>
    /// <exception cref="StoreException">The file is too large.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            Count += read;
            return Count <= most ? read : throw new StoreException(ImportProblems.TooLarge(most), isTransient: false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            throw new UploadInterruptedException(exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Uploads are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>An upload broke off.</summary>
internal sealed class UploadInterruptedException(Exception inner) : Exception("The upload broke off.", inner);
