using System.Text.Json;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Fenicio.Files;

/// <summary>What was kept of a row.</summary>
/// <param name="json">Texts by <see cref="FenicioKey"/>.</param>
internal readonly struct FenicioFileRow(JsonElement json, FenicioTime time)
{
    /// <summary>Null when the field was empty, or the file has no such column.</summary>
    public string? this[FenicioKey key] => RecordJson.Text(json, key.ToString());

    /// <summary>A number of zero or more; null when the field was empty.</summary>
    /// <exception cref="RecordException"><c>amount_invalid</c>.</exception>
    public decimal? Number(FenicioKey key) => this[key] is not { } text ? null
        : FenicioNumber.Read(text) is >= 0 and var number ? number
        : throw new RecordException("amount_invalid", $"{FenicioColumns.Of(key)} is not a number of zero or more");

    /// <exception cref="RecordException"><c>amount_invalid</c> or <c>amount_out_of_range</c>.</exception>
    public Money Amount(FenicioKey key)
    {
        var number = Number(key) ?? throw new RecordException("amount_invalid", $"{FenicioColumns.Of(key)} is empty");
        return Money.TryFrom(number, out var money) ? money : throw new RecordException("amount_out_of_range", $"{FenicioColumns.Of(key)} is beyond what an amount can be");
    }

    /// <exception cref="RecordException"><c>date_invalid</c>.</exception>
    public DateTimeOffset? Instant(FenicioKey key) => this[key] is not { } text ? null
        : time.Read(text) ?? throw new RecordException("date_invalid", $"{FenicioColumns.Of(key)} is not a date and time");
}
