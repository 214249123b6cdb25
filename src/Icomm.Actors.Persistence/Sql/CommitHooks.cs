namespace Icomm.Actors.Persistence.Sql;

/// <summary>What tests hang on a commit; an exception is an injected failure.</summary>
internal sealed class CommitHooks
{
    public Action? BeforeCommit { get; set; }

    public Action? AfterCommit { get; set; }
}
