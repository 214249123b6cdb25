using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Catalogue;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Time;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>
/// Reads the catalogue. It only enriches: lines bring their brand and categories with them (facts §1.8), and the article's role may not list products at all. VTEX doesn't say when a
/// product changed, so the whole catalogue is read, in the window that holds the beginning of a day (UTC), and not in those between.
/// </summary>
internal sealed partial class VtexCatalogue(TimeProvider timeProvider, ILogger logger)
{
    /// <summary>VTEX would list 250 ids at once, but each product is a request of its own, and a page is what is read again when a silo goes.</summary>
    private const int MostPerPage = 100;

    private const string NotFoundCode = "product_not_found";

    private readonly IdleCache<VtexCatalogueIndex> _indexes = new(timeProvider, TimeSpan.FromHours(1));

    public async Task<StorePage> ReadAsync(VtexSession session, StorePageRequest request, CancellationToken cancellationToken)
    {
        var first = request.PageToken is { } token ? Parse(token) : 1;
        if (!HoldsMidnight(request.Window))
            return new StorePage { TotalCount = 0 };
        var size = Math.Clamp(request.PageSize, 1, MostPerPage);
        try
        {
            var index = await GetIndexAsync(session, isFirstPage: request.PageToken is null, cancellationToken);
            var (ids, total) = await session.GetAsync(
                new VtexQuestion(
                    "products",
                    string.Create(CultureInfo.InvariantCulture, $"api/catalog_system/pvt/products/GetProductAndSkuIds?_from={first}&_to={first + size - 1}"),
                    VtexPermission.ProductIds),
                json => ReadIds(json, first, size),
                cancellationToken);
            var items = ImmutableArray.CreateBuilder<CatalogueItem>(ids.Count);
            var unreadable = ImmutableArray.CreateBuilder<UnreadableRecord>();
            foreach (var id in ids)
            {
                var (item, bad) = await ReadProductAsync(session, id, index, cancellationToken);
                if (item is not null)
                    items.Add(item);
                if (bad is not null)
                    unreadable.Add(bad);
            }

            if (ids.Count > 1 && unreadable.Count(each => each.Code == NotFoundCode) == ids.Count)
                throw StoreProblems.FromStatus(HttpStatusCode.NotFound, isJson: true, retryAfter: null);
            var next = first + size;
            return new StorePage
            {
                Catalogue = items.DrainToImmutable(),
                Unreadable = unreadable.DrainToImmutable(),
                NextPageToken = next <= total ? string.Create(CultureInfo.InvariantCulture, $"k1.{next}") : null,
                TotalCount = total,
            };
        }
        catch (StoreException refused) when (refused.Problem.Code == "permission_missing")
        {
            LogNotAllowed(logger, session.IntegrationId, refused.Problem.Message.En);
            return new StorePage { TotalCount = 0 };
        }
    }

    /// <summary>A day begins inside the window, or the window is the first of all and longer than a day.</summary>
    internal static bool HoldsMidnight(TimeInterval window) => window.From.UtcDateTime.Date != window.Until.UtcDateTime.Date;

    private async Task<VtexCatalogueIndex> GetIndexAsync(VtexSession session, bool isFirstPage, CancellationToken cancellationToken)
    {
        if (!isFirstPage && _indexes.Find(session.IntegrationId) is { } known && known.Digest == session.Settings.Digest)
            return known;
        var brands = await ReadOrNothingAsync(
            session, new VtexQuestion("brands", "api/catalog_system/pvt/brand/list", VtexPermission.Brands), VtexCatalogueIndex.ReadBrands, FrozenDictionary<string, string>.Empty, cancellationToken);
        var paths = await ReadOrNothingAsync(
            session, new VtexQuestion("categories", "api/catalog_system/pub/category/tree/10", VtexPermission.Categories), VtexCatalogueIndex.ReadTree, FrozenDictionary<string, ImmutableArray<NamedId>>.Empty, cancellationToken);
        var index = new VtexCatalogueIndex(session.Settings.Digest, brands, paths);
        _indexes.Set(session.IntegrationId, index);
        return index;
    }

    /// <summary>Names that may not be read are left out; that is no reason to leave out the products.</summary>
    private async Task<T> ReadOrNothingAsync<T>(VtexSession session, VtexQuestion question, AnswerReader<T> read, T nothing, CancellationToken cancellationToken)
    {
        try
        {
            return await session.GetAsync(question, read, cancellationToken);
        }
        catch (StoreException refused) when (refused.Problem.Code == "permission_missing")
        {
            LogNotAllowed(logger, session.IntegrationId, refused.Problem.Message.En);
            return nothing;
        }
    }

    /// <summary>Reads <c>{data: {productId: [skuId]}, range: {total}}</c>.</summary>
    private static (List<string> Ids, int Total) ReadIds(ReadOnlySpan<byte> json, int first, int size)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Object, "it is no list of products");
        if (RecordJson.Part(document.RootElement, "data", JsonValueKind.Object) is not { } data
            || RecordJson.Part(document.RootElement, "range", JsonValueKind.Object) is not { } range
            || VtexJson.Count(range, "total") is not { } total)
            throw StoreProblems.AnswerUnexpected("it is no list of products");
        var ids = data.EnumerateObject().Select(product => product.Name).ToList();
        return ids.Count == 0 && Math.Clamp(total - first + 1, 0, size) > 0 ? throw StoreProblems.AnswerUnexpected("the list of products is empty, and says that it is not") : (ids, total);
    }

    private async Task<(CatalogueItem? Item, UnreadableRecord? Unreadable)> ReadProductAsync(VtexSession session, string id, VtexCatalogueIndex index, CancellationToken cancellationToken)
    {
        var question = new VtexQuestion("product", $"api/catalog_system/pvt/products/productget/{Uri.EscapeDataString(id)}", VtexPermission.ProductForm);
        try
        {
            return await session.GetAsync(question, json => ReadProduct(json, id, index), cancellationToken);
        }
        catch (StoreException failure) when (failure.Problem.Code == "endpoint_not_found")
        {
            // The list does no more than name it.
            return (null, new UnreadableRecord(id, NotFoundCode, "the store lists the product, but says that it does not exist", id));
        }
    }

    private (CatalogueItem? Item, UnreadableRecord? Unreadable) ReadProduct(ReadOnlySpan<byte> json, string id, VtexCatalogueIndex index)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Object, "it is no product");
        var product = document.RootElement;
        if (RecordJson.Text(product, "Id") != id)
            return (null, new UnreadableRecord(id, "id_missing", "Id is missing or another product's", VtexJson.Raw(product)));
        return (new CatalogueItem
        {
            ProductId = id,
            Name = RecordJson.Text(product, "Name") ?? id,
            Brand = index.Brand(RecordJson.Text(product, "BrandId")),
            Categories = index.Path(RecordJson.Text(product, "CategoryId")),

            // VTEX doesn't say when a product changed: what was read later is newer.
            UpdatedAt = timeProvider.GetUtcNow(),
        }, null);
    }

    private static int Parse(string token) =>
        token.Split('.') is ["k1", var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var first) && first >= 1
            ? first
            : throw StoreProblems.PageTokenInvalid();

    [LoggerMessage(3203, LogLevel.Warning, "vtex {IntegrationId}: the catalogue is left out, or a part of it: {Problem}")]
    private static partial void LogNotAllowed(ILogger logger, string integrationId, string problem);
}
