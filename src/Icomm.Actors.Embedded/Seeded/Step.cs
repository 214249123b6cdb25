namespace Icomm.Actors.Embedded;

/// <summary>Something that a seeded world can run next.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">The queue, call or timer.</param>
internal readonly record struct Step(StepKind Kind, object Subject);

/// <summary>Kinds of steps.</summary>
internal enum StepKind : byte
{
    /// <summary>The next item of a queue: a turn of an activation, a silo or the scenario.</summary>
    Turn,

    /// <summary>A call reaches its grain.</summary>
    Call,

    /// <summary>An answer reaches its caller.</summary>
    Answer,

    /// <summary>A timer falls due.</summary>
    Timer,
}
