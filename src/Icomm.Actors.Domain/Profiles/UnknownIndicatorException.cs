namespace Icomm.Actors.Domain.Profiles;

/// <summary>A name that no indicator has. Code <c>unknown_indicator</c>.</summary>
public sealed class UnknownIndicatorException(string? name)
    : DomainException("unknown_indicator", $"there is no indicator '{(name is { Length: > 100 } ? name[..100] : name)}'")
{
    /// <summary>The name as it was given.</summary>
    public string? Name { get; } = name;
}
