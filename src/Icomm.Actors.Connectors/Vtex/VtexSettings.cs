using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>An integration's settings, read and checked.</summary>
internal sealed partial record VtexSettings
{
    /// <summary>The account's stable environment (facts §3).</summary>
    public const string DefaultEnvironment = "vtexcommercestable";

    public const int DefaultRescanDays = 60;

    /// <summary>With a feed, the list is only a safety net: so many days are looked back.</summary>
    public const int FeedRescanDays = 3;

    /// <summary>Half of the 6,000 a minute that VTEX allows an account, which others use as well.</summary>
    public const int DefaultRequestsPerMinute = 3_000;

    public required Uri Site { get; init; }

    public required string AppKey { get; init; }

    public required string AppToken { get; init; }

    /// <summary>Ids of the sales channels wanted; empty for all.</summary>
    public ImmutableArray<string> SalesChannels { get; init; } = [];

    /// <summary>How long before a window orders may have been placed whose changes inside it are still looked for.</summary>
    public TimeSpan Rescan { get; init; } = TimeSpan.FromDays(DefaultRescanDays);

    /// <summary>Whether changes come by the key's feed, where it may be used.</summary>
    public bool UseFeed { get; init; }

    /// <summary>How far the list looks back as a rule: see <see cref="Rescan"/>; less with a feed.</summary>
    public TimeSpan LookBack => UseFeed && Rescan > TimeSpan.FromDays(FeedRescanDays) ? TimeSpan.FromDays(FeedRescanDays) : Rescan;

    /// <summary>Whether the orders of one checkout are one purchase.</summary>
    public bool GroupCheckouts { get; init; }

    /// <summary>How many order details are asked for at one moment.</summary>
    public int Concurrency { get; init; } = 1;

    public int RequestsPerMinute { get; init; } = DefaultRequestsPerMinute;

    /// <summary>Changes whenever the address or the credentials do.</summary>
    public required string Digest { get; init; }

    /// <exception cref="StoreException"><c>setting_missing</c>, <c>setting_invalid</c>, or what <see cref="StoreUrl"/> refuses.</exception>
    public static VtexSettings Read(StoreConnection connection, bool allowLoopback)
    {
        var site = ReadSite(connection, allowLoopback);
        var key = Header(connection, Names.AppKey);
        var token = Header(connection, Names.AppToken);
        return new VtexSettings
        {
            Site = site,
            AppKey = key,
            AppToken = token,
            SalesChannels = ReadChannels(connection),
            Rescan = TimeSpan.FromDays(Number(connection, Names.RescanDays, 1, 730) ?? DefaultRescanDays),
            UseFeed = Flag(connection, Names.UseFeed),
            GroupCheckouts = Flag(connection, Names.GroupCheckouts),
            Concurrency = Number(connection, Names.Concurrency, 1, 10) ?? 1,
            RequestsPerMinute = Number(connection, Names.RequestsPerMinute, 60, 6_000) ?? DefaultRequestsPerMinute,
            Digest = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{site.AbsoluteUri}\n{key}\n{token}"))),
        };
    }

    /// <summary>Checks what the form holds and no run needs: a stored value that is wrong stops none.</summary>
    /// <exception cref="StoreException"><c>url_invalid</c>.</exception>
    public static void CheckUnread(StoreConnection connection)
    {
        if (connection.Find(Names.EcommerceUrl) is { } shop && !StoreUrl.IsWebAddress(shop))
            throw StoreProblems.UrlInvalid(Names.EcommerceUrl);
    }

    /// <summary>Never prints a secret.</summary>
    public override string ToString() => nameof(VtexSettings);

    /// <summary>The account's name as VTEX shows it, or the whole address where a shop has one of its own.</summary>
    private static Uri ReadSite(StoreConnection connection, bool allowLoopback)
    {
        var account = connection.Require(Names.Account);
        if (account.AsSpan().IndexOfAny('.', ':', '/') >= 0)
            return StoreUrl.Parse(Names.Account, account, allowLoopback);
        var environment = connection.Find(Names.Environment) ?? DefaultEnvironment;
        if (!Label().IsMatch(account))
            throw StoreProblems.SettingInvalid(
                Names.Account,
                new(
                    "Write the account's name as it stands in the address of VTEX's admin: letters, digits and hyphens.",
                    "Escribir el nombre de la cuenta como figura en la dirección del admin de VTEX: letras, dígitos y guiones.",
                    "Escrever o nome da conta como aparece no endereço do admin da VTEX: letras, dígitos e hífens."));
        if (!Label().IsMatch(environment))
            throw StoreProblems.SettingInvalid(
                Names.Environment, new($"Leave it empty, or write '{DefaultEnvironment}'.", $"Dejarlo vacío, o escribir '{DefaultEnvironment}'.", $"Deixar vazio, ou escrever '{DefaultEnvironment}'."));
        return StoreUrl.Parse(Names.Account, $"https://{account}.{environment}.com.br/", allowLoopback);
    }

    private static ImmutableArray<string> ReadChannels(StoreConnection connection)
    {
        if (connection.Find(Names.SalesChannels) is not { } text)
            return [];
        ImmutableArray<string> channels = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
        return channels.All(channel => channel.Length <= 9 && channel.All(char.IsAsciiDigit))
            ? channels
            : throw StoreProblems.SettingInvalid(
                Names.SalesChannels,
                new(
                    "Write the numbers of the sales channels with commas between them, for example 1,3. Leave it empty for all.",
                    "Escribir los números de los canales de venta separados por comas, por ejemplo 1,3. Dejarlo vacío para todos.",
                    "Escrever os números dos canais de venda separados por vírgulas, por exemplo 1,3. Deixar vazio para todos."));
    }

    private static string Header(StoreConnection connection, string name)
    {
        var text = connection.Require(name);
        return HeaderSafe().IsMatch(text) ? text : throw StoreProblems.SettingInvalid(
            name, new("Copy it again from VTEX; it has no spaces.", "Copiarlo de nuevo desde VTEX; no tiene espacios.", "Copiar de novo da VTEX; não tem espaços."));
    }

    private static int? Number(StoreConnection connection, string name, int least, int most)
    {
        if (connection.Find(name) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw StoreProblems.NumberInvalid(name, least, most);
    }

    private static bool Flag(StoreConnection connection, string name) => connection.Find(name)?.ToLowerInvariant() switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw StoreProblems.SettingInvalid(name, new("Write true or false.", "Escribir true o false.", "Escrever true ou false.")),
    };

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex Label();

    /// <summary>What may stand in a header.</summary>
    [GeneratedRegex(@"^[\x21-\x7E]{1,4096}\z")]
    internal static partial Regex HeaderSafe();

    /// <summary>The settings' names in the form.</summary>
    public static class Names
    {
        public const string Account = "account";
        public const string Environment = "environment";
        public const string AppKey = "appKey";
        public const string AppToken = "appToken";
        public const string SalesChannels = "salesChannels";
        public const string EcommerceUrl = "ecommerceUrl";
        public const string RescanDays = "rescanDays";
        public const string UseFeed = "useFeed";
        public const string GroupCheckouts = "groupCheckouts";
        public const string Concurrency = "concurrency";
        public const string RequestsPerMinute = "requestsPerMinute";
    }
}
