using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>Where a scroll over the customers goes on.</summary>
/// <param name="Attempt">How often the scroll has been begun, from 1.</param>
/// <param name="Delivered">Customers that came since it was begun last.</param>
/// <param name="Total">What the store said there are; -1 when it said nothing.</param>
/// <param name="Scroll">The store's token; null to begin.</param>
internal sealed record VtexCustomerCursor(int Attempt, int Delivered, int Total, string? Scroll)
{
    public const int MostAttempts = 5;

    private const string Version = "c2";

    /// <summary>Does not say which process gave it.</summary>
    private const string VersionBefore = "c1";

    /// <summary>This process.</summary>
    private static readonly string Here = Guid.NewGuid().ToString("N");

    public static VtexCustomerCursor Start { get; } = new(1, 0, -1, null);

    /// <summary>Whether another process gave it: that has gone, and the page that was on its way to it is lost.</summary>
    public bool IsOrphan { get; private init; }

    public VtexCustomerCursor Again() => new(Attempt + 1, 0, -1, null);

    /// <summary>From the beginning, through no fault of the store.</summary>
    public VtexCustomerCursor Anew() => Start with { Attempt = Attempt };

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Version}.{Attempt}.{Delivered}.{Total}.{Here}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Scroll ?? ""))}");

    /// <exception cref="StoreException">Not a token of this connector (<c>page_token_invalid</c>).</exception>
    public static VtexCustomerCursor Parse(string token)
    {
        var parts = token.Split('.');
        if (parts is not ([Version, _, _, _, _, _] or [VersionBefore, _, _, _, _])
            || !Number(parts[1], 1, MostAttempts, out var attempt)
            || !Number(parts[2], 0, int.MaxValue, out var delivered)
            || !Number(parts[3], -1, int.MaxValue, out var total)
            || !Base64Url.IsValid(parts[^1]))
            throw VtexOrderCursor.TokenInvalid();
        var scroll = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[^1]));
        var isOurs = parts[0] == Version && parts[4] == Here;
        return new VtexCustomerCursor(attempt, delivered, total, scroll.Length == 0 ? null : scroll) { IsOrphan = !isOurs };
    }

    private static bool Number(string text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}
