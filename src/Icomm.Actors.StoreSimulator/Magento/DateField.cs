using System.Globalization;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>A UTC instant. What MySQL can't read as a date and time without a zone (a trailing Z, say) is an internal error.</summary>
internal sealed class DateField<T>(Func<T, DateTime?> read) : OrderedField<T, DateTime>(read)
    where T : class, IShopEntity
{
    private static readonly string[] Formats =
    [
        "yyyy-M-d H:m:s.FFFFFF", "yyyy-M-d H:m", "yyyy-M-d", "yyyy-M-d'T'H:m:s.FFFFFF", "yyyy-M-d'T'H:m",
    ];

    protected override DateTime Parse(string text) =>
        DateTime.TryParseExact(
            text.Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : throw MagentoException.Internal();

    protected override string Text(DateTime value) => value.ToString(MagentoJson.DateFormat, CultureInfo.InvariantCulture);

    protected override long? KeyOf(DateTime value) => value.Ticks;
}
