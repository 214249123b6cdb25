using Icomm.Actors.Connectors.Fenicio;
using Icomm.Actors.Connectors.Hermes;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Magento;
using Icomm.Actors.Connectors.Vtex;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Icomm.Actors.Connectors;

/// <summary>Where connectors are registered. A new store adds one line.</summary>
public static class StoreConnectorsExtensions
{
    /// <summary>
    /// Registers <see cref="ConnectorRegistry"/> and every connector. The options are checked when the host starts;
    /// a <see cref="TimeProvider"/> that is registered already is used.
    /// </summary>
    public static IServiceCollection AddStoreConnectors(this IServiceCollection services, Action<StoreHttpOptions>? configure = null)
    {
        services.AddOptions<StoreHttpOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        services.AddMetrics();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ConnectorMetrics>();
        services.TryAddSingleton<StoreHttpClient>();
        services.TryAddSingleton<ConnectorRegistry>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStoreConnector, FenicioConnector>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStoreConnector, HermesConnector>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStoreConnector, MagentoConnector>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStoreConnector, VtexConnector>());
        return services;
    }
}
