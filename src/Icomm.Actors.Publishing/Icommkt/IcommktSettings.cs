using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Icomm.Actors.Connectors;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Publishing.Icommkt;

/// <summary>A target's settings, read and checked.</summary>
internal sealed partial record IcommktSettings
{
    public const string DefaultApi = "https://api.icommarketing.com";
    public const string DefaultFirstNameField = "Nombre";
    public const string DefaultLastNameField = "Apellido";
    public const int MaxBatchSize = 500;
    public const int DefaultBatchSize = 100;

    /// <summary>A request's turn is at most ten seconds away, well within the time of one attempt.</summary>
    public const int MinRequestsPerMinute = 6;

    public const int MaxRequestsPerMinute = 6_000;
    public const int DefaultRequestsPerMinute = 120;

    /// <summary>Stands for a name that is not to be sent.</summary>
    public const string NoField = "-";

    /// <summary>Ends in a slash.</summary>
    public required Uri Api { get; init; }

    public required string ApiKey { get; init; }

    public required string ProfileKey { get; init; }

    /// <summary>Null: first names are not sent.</summary>
    public required string? FirstNameField { get; init; }

    /// <summary>Null: last names are not sent.</summary>
    public required string? LastNameField { get; init; }

    /// <summary>Most contacts in a request.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Least time between the beginnings of two requests.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>Stands for the API key and its address: targets that share them share the pace.</summary>
    public required string KeyDigest { get; init; }

    /// <exception cref="PublishException"><c>publish_setting_missing</c>, <c>publish_setting_invalid</c> or <c>publish_address_invalid</c>.</exception>
    public static IcommktSettings Read(PublicationTarget target, bool allowLoopback)
    {
        var api = ReadApi(target, allowLoopback);
        var key = Matching(target.Require(Names.ApiKey), Names.ApiKey, HeaderSafe(), "Copy the API key again; it has no spaces.");
        return new IcommktSettings
        {
            Api = api,
            ApiKey = key,
            ProfileKey = Matching(target.Require(Names.ProfileKey), Names.ProfileKey, HeaderSafe(), "Copy the profile key again; it has no spaces."),
            FirstNameField = Field(target, Names.FirstNameField, DefaultFirstNameField),
            LastNameField = Field(target, Names.LastNameField, DefaultLastNameField),
            BatchSize = Number(target, Names.BatchSize, 1, MaxBatchSize, DefaultBatchSize),
            Interval = TimeSpan.FromMinutes(1) / Number(target, Names.RequestsPerMinute, MinRequestsPerMinute, MaxRequestsPerMinute, DefaultRequestsPerMinute),
            KeyDigest = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{api}\n{key}"))),
        };
    }

    /// <summary>Never prints a secret.</summary>
    public override string ToString() => nameof(IcommktSettings);

    private static Uri ReadApi(PublicationTarget target, bool allowLoopback)
    {
        try
        {
            return StoreUrl.Parse(Names.ApiUrl, target.Find(Names.ApiUrl) ?? DefaultApi, allowLoopback);
        }
        catch (StoreException refused)
        {
            throw PublishProblems.Permanent(PublishProblems.AddressInvalidCode, refused.Problem.Message.En, $"Use ICOMMKT's own address, {DefaultApi}, which is taken when the setting is empty.");
        }
    }

    private static string? Field(PublicationTarget target, string name, string standard)
    {
        var text = target.Find(name) ?? standard;
        return text == NoField ? null : Matching(text, name, FieldName(), "Write the field's name as ICOMMKT shows it: letters, digits, blanks and _ . - only; a single - to send none.");
    }

    private static int Number(PublicationTarget target, string name, int least, int most, int standard)
    {
        if (target.Find(name) is not { } text)
            return standard;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw PublishProblems.SettingInvalid(name, string.Create(CultureInfo.InvariantCulture, $"Write a whole number from {least} to {most}."));
    }

    private static string Matching(string text, string name, Regex pattern, string remedy) =>
        pattern.IsMatch(text) ? text : throw PublishProblems.SettingInvalid(name, remedy);

    /// <summary>What may stand in an Authorization header.</summary>
    [GeneratedRegex(@"^[\x21-\x7E]{1,1024}\z")]
    private static partial Regex HeaderSafe();

    [GeneratedRegex(@"^[\p{L}\p{N}_](?:[\p{L}\p{N}_ .-]{0,98}[\p{L}\p{N}_.-])?\z")]
    private static partial Regex FieldName();

    /// <summary>The settings' names in the form.</summary>
    public static class Names
    {
        public const string ApiUrl = "apiUrl";
        public const string ApiKey = "apiKey";
        public const string ProfileKey = "profileKey";
        public const string FirstNameField = "firstNameField";
        public const string LastNameField = "lastNameField";
        public const string BatchSize = "batchSize";
        public const string RequestsPerMinute = "requestsPerMinute";
    }
}
