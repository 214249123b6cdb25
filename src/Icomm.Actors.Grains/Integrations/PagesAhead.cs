using System.Threading.Channels;
using Icomm.Actors.Connectors;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>
/// Reads the pages of a window one after the other, some of them ahead of whoever applies them. Nothing is waited for to fill a group: what has arrived while the group before was applied is applied together.
/// Everything here runs on the caller's scheduler, one step at a time.
/// </summary>
internal sealed class PagesAhead : IAsyncDisposable
{
    private readonly Channel<StorePage> _arrived;
    private readonly CancellationTokenSource _abandon;
    private readonly Task _reading;

    /// <param name="first">Token of the first page; null where the window begins.</param>
    /// <param name="read">Asks the store for a page.</param>
    /// <param name="mayGoOn">Asked between pages; false ends the reading.</param>
    /// <param name="most">Pages that may wait here to be applied: at least 1. One more is asked for only when there is room for it.</param>
    public PagesAhead(string? first, Func<string?, CancellationToken, Task<StorePage>> read, Func<bool> mayGoOn, int most, CancellationToken cancellationToken)
    {
        _arrived = Channel.CreateBounded<StorePage>(new BoundedChannelOptions(most) { SingleReader = true, SingleWriter = true });
        _abandon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _reading = ReadAllAsync(first, read, mayGoOn);
    }

    /// <summary>Waits for a page, and takes all that have arrived, in their order.</summary>
    /// <returns>Empty when all have been taken.</returns>
    /// <exception cref="StoreException">What ended the reading, once all that had arrived before it was taken.</exception>
    public async Task<IReadOnlyList<StorePage>> TakeAsync()
    {
        var pages = new List<StorePage>();
        if (await _arrived.Reader.WaitToReadAsync())
        {
            while (_arrived.Reader.TryRead(out var page))
                pages.Add(page);
        }

        return pages;
    }

    /// <summary>A page that is still being fetched is of no use to anybody then.</summary>
    public async ValueTask DisposeAsync()
    {
        // CancelAsync would leave the grain's scheduler for the thread pool.
        _abandon.Cancel();
        await _reading;
        _abandon.Dispose();
    }

    private async Task ReadAllAsync(string? token, Func<string?, CancellationToken, Task<StorePage>> read, Func<bool> mayGoOn)
    {
        try
        {
            do
            {
                await _arrived.Writer.WaitToWriteAsync(_abandon.Token);
                var page = await read(token, _abandon.Token);
                _arrived.Writer.TryWrite(page);
                token = page.NextPageToken;
            }
            while (token is not null && mayGoOn());
            _arrived.Writer.Complete();
        }
        catch (Exception exception)
        {
            _arrived.Writer.Complete(exception);
        }
    }
}
