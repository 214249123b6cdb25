using System.Globalization;
using System.Text.RegularExpressions;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Connectors.Fenicio;

/// <summary>An integration's settings, read and checked.</summary>
internal sealed partial record FenicioSettings
{
    public const string DefaultTimeZone = "America/Montevideo";

    public const int DefaultRescanDays = 60;

    private const string ApiFolder = "API_V1/";

    /// <summary>The shop's address, ending in a slash; null where its orders come by push alone.</summary>
    public Uri? Site { get; init; }

    /// <summary>The zone of the shop's calendar days, of its files, and of dates without an offset.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>How long before a window orders may have been placed whose changes inside it are still looked for.</summary>
    public required TimeSpan Rescan { get; init; }

    /// <exception cref="StoreException"><c>setting_invalid</c>, or what <see cref="StoreUrl"/> refuses.</exception>
    public static FenicioSettings Read(StoreConnection connection, bool allowLoopback)
    {
        if (connection.Find(Names.NotificationHubModuleId) is { } module && !ModuleId().IsMatch(module))
            throw StoreProblems.SettingInvalid(
                Names.NotificationHubModuleId,
                new(
                    "Write the module's id as ICOMM gave it: up to 100 characters, without spaces.",
                    "Escribir el ID del módulo como lo dio ICOMM: hasta 100 caracteres, sin espacios.",
                    "Escrever o ID do módulo como a ICOMM forneceu: até 100 caracteres, sem espaços."));
        return new FenicioSettings
        {
            Site = ReadSite(connection, allowLoopback),
            Zone = ReadZone(connection),
            Rescan = TimeSpan.FromDays(ReadDays(connection)),
        };
    }

    /// <summary>The zone alone: messages and files are read without any address.</summary>
    /// <exception cref="StoreException"><c>setting_invalid</c>.</exception>
    public static TimeZoneInfo ReadZone(StoreConnection connection)
    {
        var id = connection.Find(Names.TimeZone) ?? DefaultTimeZone;
        return CalendarZone.Exists(id)
            ? CalendarZone.Get(id).Zone
            : throw StoreProblems.SettingInvalid(
                Names.TimeZone,
                new(
                    $"Write the zone's IANA name, for example {DefaultTimeZone}.",
                    $"Escribir el nombre IANA de la zona, por ejemplo {DefaultTimeZone}.",
                    $"Escrever o nome IANA do fuso, por exemplo {DefaultTimeZone}."));
    }

    public override string ToString() => nameof(FenicioSettings);

    private static Uri? ReadSite(StoreConnection connection, bool allowLoopback)
    {
        if (connection.Find(Names.SiteUrl) is not { } text)
            return null;
        var site = StoreUrl.Parse(Names.SiteUrl, text, allowLoopback);

        // Fenicio's own documents name the API's address, and so do merchants.
        return site.AbsolutePath.EndsWith("/" + ApiFolder, StringComparison.OrdinalIgnoreCase) ? new Uri(site, "..") : site;
    }

    private static int ReadDays(StoreConnection connection)
    {
        if (connection.Find(Names.RescanDays) is not { } text)
            return DefaultRescanDays;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 730
            ? days
            : throw StoreProblems.NumberInvalid(Names.RescanDays, 1, 730);
    }

    [GeneratedRegex(@"^[\x21-\x7E]{1,100}\z")]
    private static partial Regex ModuleId();

    /// <summary>The settings' names in the form.</summary>
    public static class Names
    {
        public const string SiteUrl = "siteUrl";
        public const string TimeZone = "timeZone";
        public const string RescanDays = "rescanDays";
        public const string NotificationHubModuleId = "notificationHubModuleId";
    }
}
