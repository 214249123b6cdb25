using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>Where a scroll over the customers goes on. Only the process that has asked for the last page knows that it came: a scroll moves on with every question.</summary>
/// <param name="Delivered">Customers that have come.</param>
/// <param name="Total">What the store said there are; -1 when it said nothing.</param>
/// <param name="Scroll">The store's token; null to begin.</param>
internal sealed record VtexScrollCursor(int Delivered, int Total, string? Scroll)
{
    private const string Version = "c4";

    /// <summary>This process.</summary>
    private static readonly string Here = Guid.NewGuid().ToString("N");

    /// <summary>Of versions before, which don't say which process gave them, or count differently.</summary>
    private static readonly string[] VersionsBefore = ["c1", "c2"];

    public static VtexScrollCursor Start { get; } = new(0, -1, null);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Version}.{Delivered}.{Total}.{Here}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Scroll ?? ""))}");

    /// <returns>False for a scroll of another process: nobody can go on with it.</returns>
    /// <exception cref="StoreException">Not a token of a scroll (<c>page_token_invalid</c>).</exception>
    public static bool TryParse(string token, [NotNullWhen(true)] out VtexScrollCursor? cursor)
    {
        cursor = null;
        var parts = token.Split('.');
        if (parts.Length > 1 && VersionsBefore.Contains(parts[0]))
            return false;
        if (parts is not [Version, _, _, _, _]
            || !PageToken.Number(parts[1], 0, int.MaxValue, out var delivered)
            || !PageToken.Number(parts[2], -1, int.MaxValue, out var total)
            || !Base64Url.IsValid(parts[4]))
            throw StoreProblems.PageTokenInvalid();
        if (parts[3] != Here)
            return false;
        cursor = new VtexScrollCursor((int)delivered, (int)total, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[4])));
        return true;
    }
}
