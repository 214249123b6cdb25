namespace Orleans.Runtime;

/// <summary>The activation that served an enumeration is gone; the rest of it can't be had.</summary>
public sealed class EnumerationAbortedException : Exception
{
    /// <summary>Creates it.</summary>
    public EnumerationAbortedException()
    {
    }

    /// <summary>Creates it.</summary>
    public EnumerationAbortedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    public EnumerationAbortedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
