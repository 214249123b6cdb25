using System.Net;
using System.Net.Sockets;
using Icomm.Actors.Persistence;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Cluster;

/// <summary>Which cluster a process belongs to, and what it does there. Read before anything is built, since what is built depends on it.</summary>
internal sealed class ClusterSettings
{
    public const string Section = "Cluster";

    public HostRole Role { get; set; }

    /// <summary>The installation, over all its deployments: reminders belong to it. Never changed.</summary>
    public string ServiceId { get; set; } = "icomm-actors";

    /// <summary>The deployment: silos of one id find each other.</summary>
    public string ClusterId { get; set; } = "default";

    /// <summary>Where other silos reach this one.</summary>
    public int SiloPort { get; set; } = 11_111;

    /// <summary>Where hosts that only have the API reach this silo.</summary>
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>Address or host name that silo and gateway are reached at; null for the machine's first one that is not loopback.</summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>Orleans' own dashboard, for keys with the scope <c>operate</c>.</summary>
    public bool Dashboard { get; set; }

    /// <summary>Encrypts what silos and their clients say to each other; null for plain text.</summary>
    public TlsFiles? Tls { get; set; }

    public bool HasSilo => Role != HostRole.Api;

    public bool HasApi => Role != HostRole.Silo;

    /// <exception cref="OptionsValidationException">A setting is out of its range, or can't be had with this database.</exception>
    public static ClusterSettings Read(IConfiguration configuration, StoreProvider provider)
    {
        var settings = configuration.GetSection(Section).Get<ClusterSettings>() ?? new ClusterSettings();
        Check(Enum.IsDefined(settings.Role), nameof(Role), "must be SiloAndApi, Silo or Api");
        Check(settings.ServiceId is { Length: > 0 and <= 150 }, nameof(ServiceId), "must have 1 to 150 characters");
        Check(settings.ClusterId is { Length: > 0 and <= 150 }, nameof(ClusterId), "must have 1 to 150 characters");
        Check(settings.SiloPort is > 0 and <= ushort.MaxValue, nameof(SiloPort), "must be a port");
        Check(settings.GatewayPort is > 0 and <= ushort.MaxValue && settings.GatewayPort != settings.SiloPort, nameof(GatewayPort), "must be a port, and another one than SiloPort");
        Check(settings.Role == HostRole.SiloAndApi || provider == StoreProvider.Postgres, nameof(Role), "other than SiloAndApi needs the database that several processes share: Persistence:Provider=Postgres");
        settings.Tls?.Validate();
        return settings;
    }

    /// <summary>The advertised address as silos know each other by; null for the machine's own choice.</summary>
    /// <exception cref="OptionsValidationException">The name is not known.</exception>
    public IPAddress? ResolveAdvertisedAddress()
    {
        if (AdvertisedAddress is null)
            return null;
        if (IPAddress.TryParse(AdvertisedAddress, out var address))
            return address;
        try
        {
            var addresses = Dns.GetHostAddresses(AdvertisedAddress);
            return addresses.FirstOrDefault(each => each.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0];
        }
        catch (SocketException exception)
        {
            throw Invalid(nameof(AdvertisedAddress), $"{AdvertisedAddress} can't be resolved: {exception.Message}");
        }
    }

    internal static OptionsValidationException Invalid(string setting, string rule) => new(Section, typeof(ClusterSettings), [$"{Section}:{setting} {rule}."]);

    private static void Check(bool holds, string setting, string rule)
    {
        if (!holds)
            throw Invalid(setting, rule);
    }
}
