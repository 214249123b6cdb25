using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Domain.Hashing;

namespace Icomm.Actors.Connectors.Hermes;

/// <summary>
/// Where reading a window goes on: the site's own cursor, which means nothing to us, and what is needed to notice that it leads nowhere.
/// </summary>
/// <param name="Pages">Pages that came since the window was begun last.</param>
/// <param name="Delivered">Records on them.</param>
/// <param name="Mark">Hash of the site's cursor after the last page whose number is a power of two: a cycle of any length comes back to one of these (Brent's algorithm).</param>
/// <param name="Restarts">How often the window was begun again, 0 to 5.</param>
/// <param name="RestartedAt">When the first of these restarts was, in Unix seconds; 0 before.</param>
/// <param name="Site">The site's cursor; null to begin.</param>
internal sealed record HermesCursor(int Pages, int Delivered, ulong Mark, int Restarts, long RestartedAt, string? Site)
{
    /// <summary>The contract's longest cursor, in characters.</summary>
    public const int LongestSite = 1_000;

    /// <summary>So many within a day: a site that forgets at once is no endless loop, and one that is mended is read on without anybody's help.</summary>
    public const int MostRestarts = 5;

    private const string Version = "h1";
    private static readonly TimeSpan RestartPeriod = TimeSpan.FromDays(1);

    public static HermesCursor Start { get; } = new(0, 0, 0, 0, 0, null);

    /// <summary>Printable ASCII, 1 to 1,000 characters.</summary>
    public static bool IsWellFormed(string site) => site.Length is > 0 and <= LongestSite && site.All(character => character is > ' ' and <= '~');

    /// <exception cref="StoreException">The site's cursor has come before (<c>cursor_repeated</c>).</exception>
    public HermesCursor After(int records, string site)
    {
        var hash = XxHash64.Of(Encoding.ASCII.GetBytes(site));
        if (site == Site || (Pages > 0 && hash == Mark))
            throw Repeated();
        var pages = Pages + 1;
        return this with { Pages = pages, Delivered = Delivered + records, Mark = BitOperations.IsPow2(pages) ? hash : Mark, Site = site };
    }

    /// <summary>The window from its start; null when it was begun often enough for a day.</summary>
    public HermesCursor? Restarted(DateTimeOffset now)
    {
        var isNewPeriod = RestartedAt == 0 || now - DateTimeOffset.FromUnixTimeSeconds(RestartedAt) >= RestartPeriod;
        if (isNewPeriod)
            return Start with { Restarts = 1, RestartedAt = now.ToUnixTimeSeconds() };
        return Restarts < MostRestarts ? Start with { Restarts = Restarts + 1, RestartedAt = RestartedAt } : null;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Version}.{Pages}.{Delivered}.{Mark:x}.{Restarts}.{RestartedAt}.{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(Site ?? ""))}");

    /// <exception cref="StoreException">Not a token of this connector (<c>page_token_invalid</c>).</exception>
    public static HermesCursor Parse(string token)
    {
        var parts = token.Split('.');
        if (parts is not [Version, _, _, _, _, _, { Length: > 0 }]
            || !Number(parts[1], int.MaxValue, out var pages)
            || !Number(parts[2], int.MaxValue, out var delivered)
            || !ulong.TryParse(parts[3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var mark)
            || !Number(parts[4], MostRestarts, out var restarts)
            || !Number(parts[5], DateTimeOffset.MaxValue.ToUnixTimeSeconds(), out var restartedAt)
            || SiteCursor(parts[6]) is not { } site)
            throw StoreProblems.PageTokenInvalid();
        return new HermesCursor((int)pages, (int)delivered, mark, (int)restarts, restartedAt, site);
    }

    private static string? SiteCursor(string text)
    {
        if (!Base64Url.IsValid(text))
            return null;
        var site = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text));
        return IsWellFormed(site) ? site : null;
    }

    private static bool Number(string text, long most, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= most;

    private static StoreException Repeated() => StoreProblems.Transient(
        "cursor_repeated",
        new(
            "The site gives a cursor that it has given before: the window would have no end.",
            "El sitio da un cursor que ya había dado: el tramo no tendría fin.",
            "O site dá um cursor que já tinha dado: o período não teria fim."),
        new(
            "It is tried again. If it stays, have the site's paging mended: each page's nextCursor leads on.",
            "Se vuelve a intentar. Si sigue igual, hacer corregir la paginación del sitio: el nextCursor de cada página lleva a la siguiente.",
            "Tenta-se novamente. Se continuar, mandar corrigir a paginação do site: o nextCursor de cada página leva à seguinte."));
}
