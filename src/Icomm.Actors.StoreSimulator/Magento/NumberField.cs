using System.Globalization;
using System.Text.RegularExpressions;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>A number. MySQL reads the longest number a text begins with, and 0 from anything else.</summary>
internal sealed class NumberField<T>(Func<T, decimal?> read) : OrderedField<T, decimal>(read)
    where T : class, IShopEntity
{
    private static readonly Regex NumberPrefix = new(@"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", RegexOptions.CultureInvariant);

    protected override decimal Parse(string text)
    {
        var number = NumberPrefix.Match(text.AsSpan().TrimStart().ToString());
        return number.Success && decimal.TryParse(number.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0m;
    }

    protected override string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    protected override long? KeyOf(decimal value) => value == decimal.Truncate(value) && Math.Abs(value) < int.MaxValue ? (long)value : null;
}
