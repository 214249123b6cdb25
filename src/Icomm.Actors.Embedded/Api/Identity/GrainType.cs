namespace Orleans.Runtime;

/// <summary>The name of a grain class in ids: by convention the class name in lower case without its <c>Grain</c> ending.</summary>
public readonly struct GrainType(IdSpan id) : IEquatable<GrainType>, IComparable<GrainType>
{
    /// <summary>From UTF-8 bytes.</summary>
    public GrainType(byte[] value)
        : this(new IdSpan(value))
    {
    }

    /// <summary>The name.</summary>
    public IdSpan Value => id;

    /// <summary>True when nothing was set.</summary>
    public bool IsDefault => id.IsDefault;

    /// <summary>From text.</summary>
    public static GrainType Create(string value) => new(IdSpan.Create(value));

    /// <summary>The name as UTF-8 bytes.</summary>
    public ReadOnlySpan<byte> AsSpan() => id.AsSpan();

    /// <inheritdoc cref="IdSpan.GetUniformHashCode"/>
    public uint GetUniformHashCode() => id.GetUniformHashCode();

    /// <inheritdoc/>
    public int CompareTo(GrainType other) => id.CompareTo(other.Value);

    /// <inheritdoc/>
    public bool Equals(GrainType other) => id.Equals(other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => id.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => id.ToString();

    /// <summary>Ordinal equality.</summary>
    public static bool operator ==(GrainType left, GrainType right) => left.Equals(right);

    /// <summary>Ordinal inequality.</summary>
    public static bool operator !=(GrainType left, GrainType right) => !left.Equals(right);
}
