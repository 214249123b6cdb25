using System.Reflection;
using Icomm.Actors.Embedded;

namespace Orleans.Runtime;

/// <summary>
/// A reference to a grain: implements one grain interface by turning calls into messages. Arguments and results go by reference,
/// so messages must be immutable; that is a rule of this code base, and the price of a copy is saved.
/// </summary>
public class GrainReference : DispatchProxy, IAddressable, IEquatable<GrainReference>
{
    private EmbeddedGrainFactory _origin = null!;
    private GrainInterface _interface = null!;

    /// <summary>Called by the generated subclasses only.</summary>
    public GrainReference()
    {
    }

    /// <summary>The grain's id.</summary>
    public GrainId GrainId => GrainId.Create(Class.GrainType, Key);

    internal GrainClass Class { get; private set; } = null!;

    internal string Key { get; private set; } = null!;

    internal EmbeddedGrainFactory Origin => _origin;

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) => other is not null && ReferenceEquals(Class, other.Class) && Key == other.Key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Class, Key);

    /// <inheritdoc/>
    public override string ToString() => $"GrainReference:{GrainId}";

    internal static GrainReference Create(EmbeddedGrainFactory origin, GrainInterface grainInterface, GrainClass grainClass, string key)
    {
        var reference = grainInterface.NewReference();
        reference._origin = origin;
        reference._interface = grainInterface;
        reference.Class = grainClass;
        reference.Key = key;
        return reference;
    }

    internal GrainReference Copy() => (GrainReference)MemberwiseClone();

    internal GrainReference As(Type interfaceType) =>
        interfaceType.IsInstanceOfType(this) ? this : Create(_origin, GrainInterface.Of(interfaceType), Class, Key);

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _interface.Method(targetMethod!).Call(this, args ?? []);
}
