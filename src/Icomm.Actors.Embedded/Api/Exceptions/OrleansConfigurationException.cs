namespace Orleans.Runtime;

/// <summary>The engine or a grain is set up wrongly.</summary>
public sealed class OrleansConfigurationException : OrleansException
{
    /// <summary>Creates it.</summary>
    public OrleansConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    public OrleansConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
