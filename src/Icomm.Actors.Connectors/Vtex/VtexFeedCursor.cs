using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>
/// Where reading the feed goes on. The next page is asked for while the last one is still being applied, and no other is (<see cref="ConnectorDescription.PagesAhead"/> is 1): when this token is presented,
/// all pages are durable but the last. So a token carries the handles of two pages: those that may be committed now, and those that the next token commits.
/// </summary>
/// <param name="IsWide">Whether the list that follows looks back as far as without a feed.</param>
/// <param name="Pages">Pages of events read so far.</param>
/// <param name="Durable">Handles of the page before the last.</param>
/// <param name="Last">Handles of the last page.</param>
internal sealed record VtexFeedCursor(VtexFeedStep Step, bool IsWide, int Pages, ImmutableArray<string> Durable, ImmutableArray<string> Last)
{
    /// <summary>Ten events each. What is left after so many is the next run's.</summary>
    public const int MostPages = 20_000;

    private const string Version = "f1";

    public static VtexFeedCursor At(VtexFeedStep step, bool isWide) => new(step, isWide, 0, [], []);

    public static bool IsOne(string token) => token.StartsWith(Version + ".", StringComparison.Ordinal);

    /// <summary>After a page with events.</summary>
    public VtexFeedCursor Next(IEnumerable<string> handles) => this with { Pages = Pages + 1, Durable = Last, Last = [.. handles] };

    /// <summary>After a page without.</summary>
    public VtexFeedCursor End() => this with { Step = VtexFeedStep.End, Durable = Last, Last = [] };

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Version}.{(int)Step}.{(IsWide ? 1 : 0)}.{Pages}.{Write(Durable)}.{Write(Last)}");

    /// <exception cref="StoreException">Not a token of this connector (<c>page_token_invalid</c>).</exception>
    public static VtexFeedCursor Parse(string token)
    {
        if (token.Split('.') is not [Version, [>= '0' and <= '3'] step, ("0" or "1") and var wide, var pages, var durable, var last]
            || !int.TryParse(pages, NumberStyles.None, CultureInfo.InvariantCulture, out var read))
            throw StoreProblems.PageTokenInvalid();
        return new VtexFeedCursor((VtexFeedStep)(step[0] - '0'), wide == "1", read, Handles(durable), Handles(last));
    }

    private static string Write(ImmutableArray<string> handles) => string.Join(',', handles.Select(handle => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(handle))));

    private static ImmutableArray<string> Handles(string text)
    {
        var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return Array.TrueForAll(parts, part => Base64Url.IsValid(part))
            ? [.. parts.Select(part => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part)))]
            : throw StoreProblems.PageTokenInvalid();
    }
}

/// <summary>What comes next. The numbers are part of page tokens.</summary>
internal enum VtexFeedStep
{
    /// <summary>The key has no feed; that it is to be set up has been said, but may not be durable yet.</summary>
    Announced = 0,

    /// <summary>The feed is set up, and the list read.</summary>
    SetUp = 1,

    /// <summary>Events are read.</summary>
    Events = 2,

    /// <summary>The list is read.</summary>
    End = 3,
}
