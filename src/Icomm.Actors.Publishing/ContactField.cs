using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Publishing;

/// <summary>One published field.</summary>
/// <param name="Name">A name of <see cref="IndicatorNames"/>.</param>
/// <param name="Value">As in <see cref="IndicatorField"/>: <c>int</c>, <see cref="Domain.Orders.Money"/>, <see cref="Domain.Orders.Quantity"/>, <see cref="DateOnly"/>, <c>string</c> or <c>ImmutableArray&lt;string&gt;</c>; null for empty.</param>
public readonly record struct ContactField(string Name, object? Value)
{
    public static ContactField Of(IndicatorField field) => new(field.Name, field.Value);

    /// <summary>Never prints the value.</summary>
    public override string ToString() => Name;
}
