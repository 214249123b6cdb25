using System.Globalization;
using System.Text;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Publishing.Values;

namespace Icomm.Actors.Publishing.Omnichannel;

/// <summary>
/// Writes rows of a <c>|</c> file: UTF-8 without mark, CRLF, a dot before decimals, no thousands separator, days as dd/mm/yyyy (facts §1.7). There is no way to quote:
/// a <c>|</c> or line break inside of text becomes a blank.
/// </summary>
internal sealed class DelimitedWriter(Stream stream)
{
    public const char Delimiter = '|';

    private const int FlushAbove = 32 * 1_024;

    private readonly StringBuilder _rows = new();
    private bool _isRowBegun;

    /// <summary>A text as it stands in a row.</summary>
    public static string Cell(string? text, int length) => PlainText.Cut(PlainText.OneLine(text ?? "").Replace(Delimiter, ' '), length);

    public DelimitedWriter Text(string? text, int length = int.MaxValue)
    {
        Begin();
        _rows.Append(Cell(text, length));
        return this;
    }

    public DelimitedWriter Day(DateOnly day)
    {
        Begin();
        _rows.Append(CultureInfo.InvariantCulture, $"{day:dd/MM/yyyy}");
        return this;
    }

    /// <summary>At most two decimals, as the guide's DECIMAL columns have.</summary>
    public DelimitedWriter Number(decimal number)
    {
        Begin();
        _rows.Append(CultureInfo.InvariantCulture, $"{decimal.Round(number, 2, MidpointRounding.ToEven):0.##}");
        return this;
    }

    public DelimitedWriter Amount(Money amount) => Number(amount.ToDecimal());

    /// <summary>What does not apply, or is not known.</summary>
    public DelimitedWriter Zero() => Number(0);

    public async Task EndRowAsync(CancellationToken cancellationToken)
    {
        _rows.Append("\r\n");
        _isRowBegun = false;
        if (_rows.Length >= FlushAbove)
            await FlushAsync(cancellationToken);
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(_rows.ToString());
        _rows.Clear();
        await stream.WriteAsync(bytes, cancellationToken);
    }

    private void Begin()
    {
        if (_isRowBegun)
            _rows.Append(Delimiter);
        _isRowBegun = true;
    }
}
