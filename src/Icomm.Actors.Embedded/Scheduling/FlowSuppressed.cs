namespace Icomm.Actors.Embedded;

/// <summary>While it lives, what the thread starts doesn't inherit its async locals. Unlike the framework's, it nests.</summary>
internal readonly ref struct FlowSuppressed
{
    private readonly bool _restore;

    public FlowSuppressed()
    {
        if (!ExecutionContext.IsFlowSuppressed())
        {
            ExecutionContext.SuppressFlow();
            _restore = true;
        }
    }

    public void Dispose()
    {
        if (_restore)
        {
            ExecutionContext.RestoreFlow();
        }
    }
}
