namespace Orleans.Runtime;

/// <summary>Which record of which provider a constructor parameter is.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute : Attribute
{
    /// <summary>Creates the attribute.</summary>
    /// <param name="stateName">Name of the record, part of its storage key.</param>
    /// <param name="storageName">Key of the provider's <c>IGrainStorage</c> registration; null for the one without a key.</param>
    public PersistentStateAttribute(string stateName, string? storageName = null)
    {
        ArgumentNullException.ThrowIfNull(stateName);
        StateName = stateName;
        StorageName = storageName;
    }

    /// <summary>Name of the record.</summary>
    public string StateName { get; }

    /// <summary>Name of the provider.</summary>
    public string? StorageName { get; }
}
