using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>A call with a typed answer.</summary>
internal abstract class GrainCall<TResult> : GrainCall
{
    private readonly TaskCompletionSource<TResult> _answer;

    protected GrainCall(GrainReference target)
        : base(target) =>
        _answer = new(Cluster.Runner.AnswerOptions);

    public override bool IsAnswered => _answer.Task.IsCompleted;

    /// <summary>Sends the call. The task of a caller whose silo was killed never ends.</summary>
    public virtual Task<TResult> SendAsync()
    {
        if (!CallerIsDead)
        {
            Cluster.Runner.Send(this);
        }

        return _answer.Task;
    }

    protected override void SetResult(Task result) =>
        _answer.TrySetResult(result is Task<TResult> typed ? typed.Result : default!);

    protected override void SetError(Exception error) => _answer.TrySetException(error);
}
