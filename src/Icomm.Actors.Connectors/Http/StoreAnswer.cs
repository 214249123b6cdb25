using System.Buffers;

namespace Icomm.Actors.Connectors.Http;

/// <summary>The bytes of one answer in pooled memory, read up to a limit. Dispose gives the memory back.</summary>
internal sealed class StoreAnswer : IDisposable
{
    private const int FirstBuffer = 64 * 1_024;

    private byte[] _buffer;
    private int _length;

    private StoreAnswer(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>The answer without a byte order mark.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length) is [0xEF, 0xBB, 0xBF, ..] marked ? marked[3..] : _buffer.AsSpan(0, _length);

    /// <exception cref="StoreException">The answer is larger than <paramref name="limit"/> (<c>answer_too_large</c>).</exception>
    public static async Task<StoreAnswer> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limit)
            throw StoreProblems.AnswerTooLarge(limit);
        var answer = await ReadBeginningAsync(content, limit + 1, cancellationToken);
        if (answer._length <= limit)
            return answer;
        answer.Dispose();
        throw StoreProblems.AnswerTooLarge(limit);
    }

    /// <summary>Reads at most <paramref name="limit"/> bytes and leaves the rest.</summary>
    /// <exception cref="InvalidDataException">The answer is not packed as it says.</exception>
    public static async Task<StoreAnswer> ReadBeginningAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        var answer = new StoreAnswer((int)Math.Clamp(content.Headers.ContentLength + 1 ?? FirstBuffer, 1_024, limit));
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            while (answer._length < limit)
            {
                if (answer._length == answer._buffer.Length)
                    answer.Grow(limit);
                var room = Math.Min(answer._buffer.Length, limit) - answer._length;
                var read = await stream.ReadAsync(answer._buffer.AsMemory(answer._length, room), cancellationToken);
                if (read == 0)
                    break;
                answer._length += read;
            }

            return answer;
        }
        catch (Exception failure)
        {
            answer.Dispose();

            // What is no gzip is said with InvalidDataException, what is no Brotli with this.
            if (failure is InvalidOperationException)
                throw new InvalidDataException(failure.Message, failure);
            throw;
        }
    }

    public void Dispose()
    {
        // Cleared: the answer holds personal data, and the pool is shared with everybody.
        if (_buffer.Length > 0)
        {
            _buffer.AsSpan(0, _length).Clear();
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = [];
        _length = 0;
    }

    private void Grow(int limit)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min((long)_buffer.Length * 2, limit));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        _buffer.AsSpan(0, _length).Clear();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
