namespace Icomm.Actors.Embedded;

/// <summary>A seeded world can't go on: nothing can run, a limit was reached, or code left the world's thread.</summary>
public sealed class SeededWorldException : Exception
{
    /// <summary>Creates it.</summary>
    public SeededWorldException()
    {
    }

    /// <summary>Creates it.</summary>
    public SeededWorldException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    public SeededWorldException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
