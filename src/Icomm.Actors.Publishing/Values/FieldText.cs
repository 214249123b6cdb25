using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Publishing.Values;

/// <summary>Writes a field's value as text.</summary>
public static class FieldText
{
    /// <summary>Money and quantities have four decimals at most.</summary>
    private const string Number = "0.####";

    /// <returns>Empty for null and for an empty list. Text stays as it is; in a list, line breaks inside of a name become blanks.</returns>
    /// <exception cref="ArgumentException">Fields don't have values of this type.</exception>
    public static string Of(object? value, ValueStyle style) => value switch
    {
        null => "",
        string text => text,
        int number => number.ToString(CultureInfo.InvariantCulture),
        Money money => money.ToDecimal().ToString(Number, CultureInfo.InvariantCulture),
        Quantity quantity => quantity.ToDecimal().ToString(Number, CultureInfo.InvariantCulture),
        DateOnly day => day.ToString(style.DateFormat, CultureInfo.InvariantCulture),
        ImmutableArray<string> names => names.IsDefaultOrEmpty ? "" : Join(names, style),
        _ => throw new ArgumentException($"A field can't hold a {value.GetType().Name}.", nameof(value)),
    };

    private static string Join(ImmutableArray<string> names, ValueStyle style)
    {
        var text = new StringBuilder();
        for (var i = 0; i < names.Length; i++)
        {
            if (i > 0)
                text.Append(style.ListSeparator);
            text.Append(PlainText.OneLine(names[i]).Replace(style.ListSeparator, style.SeparatorInName));
        }

        return text.ToString();
    }
}
