using System.Runtime.CompilerServices;
using Orleans.Storage;

namespace Icomm.Actors.Embedded;

/// <summary>What the states of one name, type and provider share.</summary>
internal sealed class StateSource<T>(string name, IGrainStorage storage)
{
    private static readonly Func<T> New = Factory();

    public string Name => name;

    public IGrainStorage Storage => storage;

    /// <summary>A state as it is before anything was stored.</summary>
    public T CreateState() => New();

    private static Func<T> Factory()
    {
        if (typeof(T).IsValueType || typeof(T).GetConstructor(Type.EmptyTypes) is not null)
        {
            return Activator.CreateInstance<T>;
        }

        // As Orleans does for types without a parameterless constructor; strings and arrays start as null.
        return typeof(T) == typeof(string) || typeof(T).IsArray || typeof(T).IsAbstract
            ? static () => default!
            : static () => (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
    }
}
