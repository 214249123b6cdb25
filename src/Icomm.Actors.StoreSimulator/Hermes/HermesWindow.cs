using System.Collections.Frozen;
using System.Globalization;

namespace Icomm.Actors.StoreSimulator.Hermes;

/// <summary>What a list is asked for.</summary>
/// <param name="Since">First tick, UTC.</param>
/// <param name="Until">Last tick, UTC.</param>
/// <param name="Limit">1 to 250.</param>
/// <param name="Cursor">Null for the first page.</param>
internal sealed record HermesWindow(long Since, long Until, int Limit, string? Cursor)
{
    public const int LargestLimit = 250;
    private const int DefaultLimit = 100;

    private static readonly string[] InstantFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    /// <summary>Every parameter that a list knows; others are refused, so that a typing error doesn't go unnoticed.</summary>
    public static FrozenSet<string> Parameters { get; } = FrozenSet.Create(StringComparer.Ordinal, "updatedSince", "updatedUntil", "limit", "cursor");

    /// <exception cref="HermesException">A parameter can't be used.</exception>
    public static HermesWindow Read(IQueryCollection query)
    {
        if (query.Keys.FirstOrDefault(name => !Parameters.Contains(name)) is { } unknown) throw HermesException.InvalidParameter($"{unknown} is not a parameter");
        return new HermesWindow(
            Instant(query, "updatedSince") ?? DateTime.MinValue.Ticks,
            Instant(query, "updatedUntil") ?? DateTime.MaxValue.Ticks,
            LimitOf(query),
            query["cursor"] is [{ Length: > 0 } cursor] ? cursor : null);
    }

    private static long? Instant(IQueryCollection query, string name)
    {
        if (query[name] is not [{ Length: > 0 } text]) return null;
        return DateTime.TryParseExact(text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at.Ticks
            : throw HermesException.InvalidParameter($"{name} is not an instant of ISO 8601 with an offset or Z");
    }

    private static int LimitOf(IQueryCollection query)
    {
        if (query["limit"] is not [{ Length: > 0 } text]) return DefaultLimit;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= LargestLimit
            ? limit
            : throw HermesException.InvalidParameter($"limit is not a whole number from 1 to {LargestLimit}");
    }
}
