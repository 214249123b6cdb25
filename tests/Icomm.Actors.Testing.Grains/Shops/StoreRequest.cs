using Icomm.Actors.Connectors;

namespace Icomm.Actors.Testing.Grains.Shops;

/// <summary>A request as a fake store sees it.</summary>
public sealed record StoreRequest(string IntegrationId, string Shop, StorePageRequest Page)
{
    public override string ToString() => $"{IntegrationId}: {Page.Resource} {Page.Window} after {Page.PageToken ?? "the beginning"}";
}
