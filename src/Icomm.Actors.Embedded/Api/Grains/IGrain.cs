using Orleans.Runtime;

namespace Orleans;

/// <summary>Base of every grain interface.</summary>
public interface IGrain : IAddressable;

/// <summary>A grain that is found by a string.</summary>
public interface IGrainWithStringKey : IGrain;

/// <summary>A grain that is found by a number. In the embedded engine only the management grain is one.</summary>
public interface IGrainWithIntegerKey : IGrain;
