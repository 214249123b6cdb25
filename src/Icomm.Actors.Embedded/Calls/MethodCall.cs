using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>A call of a method with one answer, with the caller's cancellation when the method takes a token.</summary>
internal sealed class MethodCall<TResult>(GrainReference target, TaskMethod<TResult> method, object?[] args) : GrainCall<TResult>(target)
{
    private CallCancellation? _cancellation;

    public override string Name => method.Name;

    public override bool AlwaysInterleave => method.AlwaysInterleave;

    public override bool ReadOnly => method.ReadOnly;

    public override TimeSpan? Timeout => method.Timeout;

    public override Task<TResult> SendAsync()
    {
        if (method.TokenIndex >= 0)
        {
            var token = (CancellationToken)args[method.TokenIndex]!;
            if (token.IsCancellationRequested)
            {
                return Task.FromCanceled<TResult>(token);
            }

            // The grain gets a token of its own, cancelled on its own scheduler: callbacks that it registers are turns as well.
            _cancellation = new CallCancellation(this, token);
            args[method.TokenIndex] = _cancellation.GrainToken;
        }

        return base.SendAsync();
    }

    public override void TimeOut(TimeSpan after)
    {
        base.TimeOut(after);
        _cancellation?.CancelGrain();
    }

    internal void OnCallerCancelled(CancellationToken token)
    {
        Cluster.Timeouts.Forget(this);
        SetError(new OperationCanceledException(token));
    }

    protected override Task Invoke(Activation activation) => method.Invoke(activation.GrainInstance!, args);

    protected override void OnAnswered() => _cancellation?.Dispose();

    /// <summary>Carries a cancellation from the caller to the grain.</summary>
    private sealed class CallCancellation : ITurn, IDisposable
    {
        private readonly CancellationTokenSource _grain = new();
        private readonly MethodCall<TResult> _call;
        private readonly CancellationTokenRegistration _caller;

        public CallCancellation(MethodCall<TResult> call, CancellationToken token)
        {
            _call = call;
            _caller = token.UnsafeRegister(
                static (self, cancelled) =>
                {
                    var cancellation = (CallCancellation)self!;
                    cancellation._call.OnCallerCancelled(cancelled);
                    cancellation.CancelGrain();
                },
                this);
        }

        public CancellationToken GrainToken => _grain.Token;

        // A call that is still on its way finds its token cancelled when it arrives.
        public void CancelGrain()
        {
            if (_call.Activation?.TryPost(this) != true)
            {
                Run();
            }
        }

        public void Run()
        {
            try
            {
                _grain.Cancel();
            }
            catch (AggregateException)
            {
                // A callback that the grain registered threw: nobody waits for it.
            }
        }

        public void Dispose() => _caller.Dispose();
    }
}
