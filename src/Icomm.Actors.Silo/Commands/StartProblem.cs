using System.Net.Sockets;
using Icomm.Actors.Persistence;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Icomm.Actors.Silo.Commands;

/// <summary>What an operator can do something about when a host doesn't start.</summary>
internal static class StartProblem
{
    /// <returns>Code and message; null for what nobody expected: then the stack is what helps.</returns>
    public static string? Of(Exception exception) => exception switch
    {
        PersistenceException e => $"{e.Code}: {e.Message}",
        OptionsValidationException e => $"settings_invalid: {string.Join(' ', e.Failures)}",
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } e => $"settings_invalid: {e.Message}",
        IOException { InnerException: AddressInUseException } or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
            $"address_in_use: {exception.Message} Stop the other process, or set another --urls, Cluster:SiloPort or Cluster:GatewayPort.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
            $"settings_invalid: {exception.Message}. Cluster:AdvertisedAddress and --urls must name addresses of this machine.",
        OrleansConfigurationException e => $"settings_invalid: {e.Message}",
        OrleansException e => $"cluster_unreachable: {e.Message} See that the ports of the other silos are open to this host; once they are gone, it can start within some minutes.",
        AggregateException { InnerExceptions: [var only] } => Of(only),
        _ => null,
    };
}
