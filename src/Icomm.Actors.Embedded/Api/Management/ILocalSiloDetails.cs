namespace Orleans.Runtime;

/// <summary>The silo that a service provider belongs to.</summary>
public interface ILocalSiloDetails
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>The name of the cluster.</summary>
    string ClusterId { get; }

    /// <summary>Its address.</summary>
    SiloAddress SiloAddress { get; }
}
