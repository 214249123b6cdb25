namespace Icomm.Actors.Embedded;

/// <summary>The answer to a step: an element, or the end.</summary>
internal readonly record struct StreamItem<T>(T Value, bool IsEnd);
