using Icomm.Actors.Publishing.Csv;
using Icomm.Actors.Publishing.Files;
using Icomm.Actors.Publishing.Icommkt;
using Icomm.Actors.Publishing.Omnichannel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Icomm.Actors.Publishing;

/// <summary>Where sinks are registered. A new kind adds one line.</summary>
public static class PublishingExtensions
{
    /// <summary>
    /// Registers <see cref="ContactSinkRegistry"/> and every kind of sink. Needs what <c>AddStoreConnectors</c> registers (time, metrics, <c>StoreHttpOptions</c>):
    /// address guard, time-outs and retries are the connectors'.
    /// </summary>
    public static IServiceCollection AddPublishing(this IServiceCollection services, Action<PublishingOptions>? configure = null)
    {
        services.AddOptions<PublishingOptions>().Configure(configure ?? (_ => { }));
        services.TryAddSingleton<ContactSinkRegistry>();
        services.TryAddSingleton<IcommktHttp>();
        services.TryAddSingleton<TargetFolder>();
        services.TryAddSingleton(provider => new ExportedFiles(provider.GetRequiredService<TargetFolder>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IContactSinkFactory, IcommktSinkFactory>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IContactSinkFactory, CsvSinkFactory>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IContactSinkFactory, OmnichannelSinkFactory>());
        return services;
    }
}
