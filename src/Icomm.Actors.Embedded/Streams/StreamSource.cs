namespace Icomm.Actors.Embedded;

/// <summary>The grain's side of one enumeration.</summary>
internal interface IStreamSource
{
    /// <summary>Cancels the token that the grain's method got.</summary>
    void Cancel();

    /// <summary>Ends the enumeration: the method's <c>finally</c> blocks run.</summary>
    ValueTask EndAsync();
}

/// <inheritdoc cref="IStreamSource"/>
internal sealed class StreamSource<T> : IStreamSource
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly IAsyncEnumerator<T> _elements;
    private Task<StreamItem<T>>? _step;

    public StreamSource(GrainStream<T> stream, object grain) =>
        _elements = stream.Method.Invoke(grain, stream.Args, _cancellation.Token).GetAsyncEnumerator(_cancellation.Token);

    public Task<StreamItem<T>> NextAsync() => _step = StepAsync();

    public void Cancel() => _cancellation.Cancel();

    public async ValueTask EndAsync()
    {
        // An enumerator must not be disposed in the middle of a step: cancel the step and let it end first.
        _cancellation.Cancel();
        if (_step is { IsCompleted: false } and Task step)
        {
            await step.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        await _elements.DisposeAsync();
        _cancellation.Dispose();
    }

    private async Task<StreamItem<T>> StepAsync() =>
        await _elements.MoveNextAsync() ? new(_elements.Current, IsEnd: false) : new(default!, IsEnd: true);
}
