using System.Globalization;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>Where a search over the customers goes on. Any process can go on from it, and as often as it likes.</summary>
/// <param name="Stretch">Unix seconds, UTC: what was created or changed then is read.</param>
/// <param name="Offset">Customers of the stretch that have been read; the next page begins there.</param>
/// <param name="StretchTotal">What the store said the stretch holds when it was asked last; -1 before.</param>
/// <param name="Total">What the store said everything holds; -1 before it was asked.</param>
internal sealed record VtexSearchCursor(Stretch Stretch, int Offset, int StretchTotal, int Total)
{
    /// <summary>Master Data's search goes no further (facts §3.5).</summary>
    public const int MostListed = 10_000;

    private const string Version = "c3";

    public static VtexSearchCursor Start(long from, long until) => new(new Stretch(from, until), 0, -1, -1);

    /// <summary>The next page of the stretch.</summary>
    public VtexSearchCursor Next(int read, int stretchTotal) => this with { Offset = Offset + read, StretchTotal = stretchTotal };

    /// <summary>The same page, of a stretch that holds another number of customers by now. Those that left it let the others move up: what may have moved over the beginning of the page is read again.</summary>
    public VtexSearchCursor Moved(int stretchTotal) =>
        this with { Offset = stretchTotal < StretchTotal ? Math.Max(0, Offset - (StretchTotal - stretchTotal)) : 0, StretchTotal = stretchTotal };

    /// <summary>The beginning of another stretch.</summary>
    public VtexSearchCursor Of(Stretch stretch) => new(stretch, 0, -1, Total);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Version}.{Stretch.From}.{Stretch.Until}.{Offset}.{StretchTotal}.{Total}");

    /// <summary>Whether a token is of a search, and not of a scroll.</summary>
    public static bool Knows(string token) => token.StartsWith($"{Version}.", StringComparison.Ordinal);

    /// <exception cref="StoreException">Not a token of this connector, or one of another window (<c>page_token_invalid</c>).</exception>
    public static VtexSearchCursor Parse(string token, long least, long most)
    {
        var parts = token.Split('.');
        if (parts is not [Version, _, _, _, _, _]
            || !PageToken.Number(parts[1], least, most, out var from)
            || !PageToken.Number(parts[2], from, most, out var until)
            || !PageToken.Number(parts[3], 0, MostListed - 1, out var offset)
            || !PageToken.Number(parts[4], -1, int.MaxValue, out var stretchTotal)
            || !PageToken.Number(parts[5], -1, int.MaxValue, out var total))
            throw StoreProblems.PageTokenInvalid();
        return new VtexSearchCursor(new Stretch(from, until), (int)offset, (int)stretchTotal, (int)total);
    }
}
