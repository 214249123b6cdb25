using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Grains.Integrations;

namespace Icomm.Actors.Grains.Imports;

internal static class FileConnectors
{
    /// <exception cref="StoreException">This build has no connector for the platform, or its past doesn't come as files.</exception>
    public static IFileConnector FileConnectorOf(this StoreAccess stores, IntegrationDefinition definition) =>
        stores.ConnectorOf(definition) as IFileConnector ?? throw new StoreException(ImportProblems.NotSupported, isTransient: false);
}
