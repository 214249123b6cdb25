using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A grain's stored record, read before activation. Injected with <see cref="PersistentStateAttribute"/>.</summary>
/// <typeparam name="TState">Type of the record; needs a parameterless constructor, or a value that the provider sets.</typeparam>
public interface IPersistentState<TState> : IStorage<TState>;
