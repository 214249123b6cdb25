using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>An integration's settings, read and checked.</summary>
internal sealed partial record MagentoSettings
{
    /// <summary>The largest page Magento's input limits allow when a merchant switches them on.</summary>
    public const int MaxPageSize = 300;

    public required Uri Site { get; init; }

    /// <summary>Where the token call goes: the admin's host when it has one of its own, the site otherwise.</summary>
    public required Uri TokenSite { get; init; }

    public required MagentoCredentials Credentials { get; init; }

    public long? StoreViewId { get; init; }

    public required string BrandAttribute { get; init; }

    public int PageSize { get; init; } = MaxPageSize;

    /// <summary>The most requests sent in a minute; null for no limit besides one at a time.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Which orders count as purchases.</summary>
    public required MagentoOrderRules Rules { get; init; }

    /// <summary>Changes whenever the address or the credentials do: what was cached for the old ones is not used for the new ones.</summary>
    public required string Digest { get; init; }

    /// <exception cref="StoreException"><c>setting_missing</c>, <c>setting_invalid</c>, or what <see cref="StoreUrl"/> refuses.</exception>
    public static MagentoSettings Read(StoreConnection connection, bool allowLoopback)
    {
        var site = StoreUrl.Parse(Names.SiteUrl, connection.Require(Names.SiteUrl), allowLoopback);
        var admin = connection.Find(Names.AdminUrl) is { } adminUrl ? StoreUrl.Parse(Names.AdminUrl, adminUrl, allowLoopback) : null;
        var credentials = ReadCredentials(connection);
        return new MagentoSettings
        {
            Site = site,
            TokenSite = admin is null || SameHost(admin, site) ? site : WithoutFrontName(admin),
            Credentials = credentials,
            StoreViewId = Number(connection, Names.StoreViewId, 1, int.MaxValue),
            BrandAttribute = Matching(connection, Names.BrandAttribute, AttributeCode()) ?? "manufacturer",
            PageSize = (int)(Number(connection, Names.PageSize, 1, MaxPageSize) ?? MaxPageSize),
            RequestsPerMinute = (int?)Number(connection, Names.RequestsPerMinute, 10, 6_000),
            Rules = ReadRules(connection),
            Digest = Hash(site.AbsoluteUri, admin?.AbsoluteUri ?? "", credentials.Fingerprint),
        };
    }

    /// <summary>Never prints a secret.</summary>
    public override string ToString() => nameof(MagentoSettings);

    /// <summary>An Integration's credentials go before the user's; with any of those that only signing needs, all of them are needed.</summary>
    private static MagentoCredentials ReadCredentials(StoreConnection connection)
    {
        if (Array.Exists(Names.Signing, name => connection.Find(name) is not null))
        {
            return new MagentoCredentials.SignedIntegration(
                Key(connection, Names.ConsumerKey), Key(connection, Names.ConsumerSecret), Key(connection, Names.AccessToken), Key(connection, Names.AccessTokenSecret));
        }

        return connection.Find(Names.AccessToken) is null
            ? new MagentoCredentials.AdminUser(connection.Require(Names.Username), connection.Require(Names.Password))
            : new MagentoCredentials.AccessToken(Key(connection, Names.AccessToken));
    }

    private static string Key(StoreConnection connection, string name)
    {
        var text = connection.Require(name);
        return HeaderSafe().IsMatch(text) ? text : throw StoreProblems.SettingInvalid(
            name,
            new("Copy it again from System > Integrations; it has no spaces.", "Copiarlo de nuevo desde Sistema > Integraciones; no tiene espacios.", "Copiar de novo em Sistema > Integrações; não tem espaços."));
    }

    private static MagentoOrderRules ReadRules(StoreConnection connection)
    {
        var (rules, invalid) = MagentoOrderRules.Parse(connection.Find(Names.PaymentMethods), connection.Find(Names.StateOverrides));
        return rules ?? throw (invalid == Names.PaymentMethods
            ? StoreProblems.SettingInvalid(
                invalid,
                new(
                    "Write the codes of payment methods with commas between them, for example checkmo,mercadopago_*. Leave it empty for all.",
                    "Escribir los códigos de los medios de pago separados por comas, por ejemplo checkmo,mercadopago_*. Dejarlo vacío para todos.",
                    "Escrever os códigos dos meios de pagamento separados por vírgulas, por exemplo checkmo,mercadopago_*. Deixar vazio para todos."))
            : StoreProblems.SettingInvalid(
                Names.StateOverrides,
                new(
                    "Write state=meaning with commas between, for example holded=purchase,status:fraud=cancelled; a meaning is purchase, pending or cancelled.",
                    "Escribir estado=significado separados por comas, por ejemplo holded=purchase,status:fraud=cancelled; un significado es purchase, pending o cancelled.",
                    "Escrever estado=significado separados por vírgulas, por exemplo holded=purchase,status:fraud=cancelled; um significado é purchase, pending ou cancelled.")));
    }

    private static bool SameHost(Uri a, Uri b) => a.Authority.Equals(b.Authority, StringComparison.OrdinalIgnoreCase);

    /// <summary><c>https://host/shop/admin_1x/</c> → <c>https://host/shop/</c>: the REST API lies beside the admin panel, not under it.</summary>
    private static Uri WithoutFrontName(Uri admin) => admin.AbsolutePath == "/" ? admin : new Uri(admin, "../");

    private static long? Number(StoreConnection connection, string name, long least, long most)
    {
        if (connection.Find(name) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw StoreProblems.NumberInvalid(name, least, most);
    }

    private static string? Matching(StoreConnection connection, string name, Regex pattern) => connection.Find(name) is not { } text
        ? null
        : pattern.IsMatch(text) ? text : throw StoreProblems.SettingInvalid(
            name,
            new(
                "Write the attribute's code as Magento shows it: lower-case letters, digits and underscores.",
                "Escribir el código del atributo como lo muestra Magento: minúsculas, dígitos y guiones bajos.",
                "Escrever o código do atributo como o Magento mostra: minúsculas, dígitos e sublinhados."));

    private static string Hash(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part));
            hash.AppendData([0]);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,59}\z")]
    private static partial Regex AttributeCode();

    /// <summary>What may stand in an Authorization header.</summary>
    [GeneratedRegex(@"^[\x21-\x7E]{1,4096}\z")]
    internal static partial Regex HeaderSafe();

    /// <summary>The settings' names in the form.</summary>
    public static class Names
    {
        public const string SiteUrl = "siteUrl";
        public const string AdminUrl = "adminUrl";
        public const string Username = "username";
        public const string Password = "password";
        public const string AccessToken = "accessToken";
        public const string ConsumerKey = "consumerKey";
        public const string ConsumerSecret = "consumerSecret";
        public const string AccessTokenSecret = "accessTokenSecret";
        public const string StoreViewId = "storeViewId";
        public const string BrandAttribute = "brandAttribute";
        public const string PageSize = "pageSize";
        public const string PaymentMethods = "paymentMethods";
        public const string StateOverrides = "stateOverrides";
        public const string RequestsPerMinute = "requestsPerMinute";

        /// <summary>What is needed to sign requests, besides the access token.</summary>
        public static readonly string[] Signing = [ConsumerKey, ConsumerSecret, AccessTokenSecret];
    }
}
