namespace Orleans.Placement;

/// <summary>New activations go to the silo that the first call comes from, when it comes from one.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PreferLocalPlacementAttribute : Attribute;

/// <summary>New activations go to a silo at random; the embedded engine's rule for every class without another.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RandomPlacementAttribute : Attribute;
