namespace Icomm.Actors.Testing.Grains.Remote;

/// <summary>An operation of a fake server, as faults and traces see it.</summary>
/// <param name="Server">Which fake: <c>profiles</c>, <c>integrations</c>, <c>runs</c> …</param>
/// <param name="Operation"><c>read</c>, <c>write</c>, <c>delete</c> …</param>
/// <param name="Subject">Whose record.</param>
public readonly record struct RemoteCall(string Server, string Operation, string Subject)
{
    public override string ToString() => $"{Server}.{Operation} {Subject}";
}

/// <summary>What happens to one operation.</summary>
/// <param name="There">How long it takes until the server does it.</param>
/// <param name="Back">How long the answer takes after that.</param>
public readonly record struct Mishap(Failure Failure = Failure.None, TimeSpan There = default, TimeSpan Back = default)
{
    /// <summary>Done at once, and well.</summary>
    public static readonly Mishap None;

    public override string ToString() => Failure == Failure.None ? $"+{There.TotalMilliseconds}ms" : $"{Failure} +{There.TotalMilliseconds}ms";
}

public enum Failure
{
    None,

    /// <summary>The caller gets an error and nothing was done.</summary>
    BeforeCommit,

    /// <summary>The caller gets an error and all was done.</summary>
    AfterCommit,
}
