using System.Globalization;
using System.Text.RegularExpressions;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Hermes;

/// <summary>An integration's settings, read and checked.</summary>
internal sealed partial record HermesSettings
{
    /// <summary>The contract's largest page.</summary>
    public const int MaxPageSize = 250;

    public required Uri Site { get; init; }

    public required string AppToken { get; init; }

    /// <summary>Records asked for in one request, 1 to 250.</summary>
    public int PageSize { get; init; } = MaxPageSize;

    /// <exception cref="StoreException"><c>setting_missing</c>, <c>setting_invalid</c>, or what <see cref="StoreUrl"/> refuses.</exception>
    public static HermesSettings Read(StoreConnection connection, bool allowLoopback)
    {
        var site = StoreUrl.Parse(Names.SiteUrl, connection.Require(Names.SiteUrl), allowLoopback);
        var token = connection.Require(Names.AppToken);
        return new HermesSettings
        {
            Site = site,
            AppToken = HeaderSafe().IsMatch(token) ? token : throw StoreProblems.SettingInvalid(
                Names.AppToken, new("Copy the App Token again; it has no spaces.", "Copiar el App Token de nuevo; no tiene espacios.", "Copiar o App Token de novo; não tem espaços.")),
            PageSize = ReadPageSize(connection),
        };
    }

    /// <summary>Never prints a secret.</summary>
    public override string ToString() => nameof(HermesSettings);

    private static int ReadPageSize(StoreConnection connection)
    {
        if (connection.Find(Names.PageSize) is not { } text)
            return MaxPageSize;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= MaxPageSize
            ? size
            : throw StoreProblems.NumberInvalid(Names.PageSize, 1, MaxPageSize);
    }

    /// <summary>What may stand in a header.</summary>
    [GeneratedRegex(@"^[\x21-\x7E]{1,4096}\z")]
    private static partial Regex HeaderSafe();

    /// <summary>The settings' names in the form.</summary>
    public static class Names
    {
        public const string SiteUrl = "siteUrl";
        public const string AppToken = "appToken";
        public const string PageSize = "pageSize";
    }
}
