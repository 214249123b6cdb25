namespace Orleans.Runtime;

/// <summary>Base of the engine's exceptions.</summary>
public class OrleansException : Exception
{
    /// <summary>Creates it.</summary>
    public OrleansException()
        : base("Unexpected error.")
    {
    }

    /// <summary>Creates it.</summary>
    public OrleansException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    public OrleansException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
