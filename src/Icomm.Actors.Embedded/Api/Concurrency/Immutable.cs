namespace Orleans.Concurrency;

/// <summary>Wraps a value that is promised not to change after it was sent.</summary>
/// <param name="value">The value.</param>
/// <typeparam name="T">Type of the value.</typeparam>
public readonly struct Immutable<T>(T value)
{
    /// <summary>The wrapped value.</summary>
    public readonly T Value = value;
}

/// <summary>Helpers for <see cref="Immutable{T}"/>.</summary>
public static class ImmutableExtensions
{
    /// <summary>Wraps a value as immutable.</summary>
    public static Immutable<T> AsImmutable<T>(this T value) => new(value);
}
