using System.Collections.Frozen;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>Fetches and keeps the catalogue index of each integration: anew when a window is begun, as it was while the window is read.</summary>
internal sealed partial class MagentoCatalogue(TimeProvider timeProvider, ILogger logger)
{
    private readonly IdleCache<MagentoCatalogueIndex> _indexes = new(timeProvider, TimeSpan.FromHours(1));

    public async Task<MagentoCatalogueIndex> GetAsync(MagentoSession session, bool isFirstPage, CancellationToken cancellationToken)
    {
        if (!isFirstPage && _indexes.Find(session.IntegrationId) is { } known && known.Digest == session.Settings.Digest)
            return known;
        var brands = await ReadBrandsAsync(session, cancellationToken);
        var paths = await session.GetAsync("categories", "categories", MagentoCatalogueIndex.ReadTree, cancellationToken);
        var index = new MagentoCatalogueIndex(session.Settings.Digest, brands, paths);
        _indexes.Set(session.IntegrationId, index);
        return index;
    }

    /// <summary>The help article's role lacks the permission to read options, and a shop may have no such attribute: brands then keep the option's id.</summary>
    private async Task<FrozenDictionary<string, string>> ReadBrandsAsync(MagentoSession session, CancellationToken cancellationToken)
    {
        var attribute = session.Settings.BrandAttribute;
        try
        {
            return await session.GetAsync("brands", $"products/attributes/{attribute}/options", MagentoCatalogueIndex.ReadBrands, cancellationToken);
        }
        catch (StoreException refused) when (refused.Problem.Code is "permission_missing" or "endpoint_not_found" or "request_rejected")
        {
            LogBrandsUnknown(logger, session.IntegrationId, attribute, refused.Problem.Code);
            return FrozenDictionary<string, string>.Empty;
        }
    }

    [LoggerMessage(3101, LogLevel.Warning, "magento {IntegrationId}: the options of '{Attribute}' can't be read ({Code}); brands keep the option's id")]
    private static partial void LogBrandsUnknown(ILogger logger, string integrationId, string attribute, string code);
}
