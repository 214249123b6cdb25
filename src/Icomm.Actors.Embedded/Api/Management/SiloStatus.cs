namespace Orleans.Runtime;

/// <summary>How a silo is. Those of one process are there or not.</summary>
public enum SiloStatus
{
    /// <summary>It works.</summary>
    Active = 3,
}
