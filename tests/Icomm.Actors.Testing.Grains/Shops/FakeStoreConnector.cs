using System.Collections.Immutable;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain;
using Icomm.Actors.Domain.Catalogue;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Testing.Grains.Shops;

/// <summary>
/// A connector to <see cref="FakeShops"/>: pages by key (stamp, then id) and holds no state, like a real one. It lies only as <see cref="StoreManners"/> say, and
/// only in ways that a real store was seen to; nothing it does may lose an order.
/// </summary>
/// <param name="shops">What it reads.</param>
/// <param name="time">Clock of latencies and of <c>ReadAt</c>.</param>
/// <param name="pageSize">Records on a page.</param>
/// <param name="pagesAhead">As <see cref="ConnectorDescription.PagesAhead"/>.</param>
/// <param name="lookback">As <see cref="ConnectorDescription.Lookback"/>.</param>
public sealed class FakeStoreConnector(FakeShops shops, TimeProvider time, int pageSize, int pagesAhead, TimeSpan lookback) : IStoreConnector
{
    public const string Type = "fake";

    public string StoreType => Type;

    public ConnectorDescription Description { get; } = new()
    {
        DisplayName = "Fake",
        Fields =
        [
            new ConnectorField(FakeShops.ShopSetting, Text("Shop"), Text("Name of the fake shop."), IsRequired: true),
            new ConnectorField(FakeShops.PasswordSetting, Text("Password"), Text("The one password."), IsRequired: true, IsSecret: true),
        ],
        Resources = [StoreResource.Catalogue, StoreResource.Customers, StoreResource.Orders],
        Lookback = lookback,
        PageSize = pageSize,
        PagesAhead = pagesAhead,
    };

    public Task<StoreVerification> VerifyAsync(StoreConnection connection, CancellationToken cancellationToken) => Task.FromResult(new StoreVerification
    {
        Problem = Problem(connection),
    });

    public async Task<StorePage> ReadPageAsync(StoreConnection connection, StorePageRequest request, CancellationToken cancellationToken)
    {
        var asked = new StoreRequest(connection.IntegrationId, connection.Require(FakeShops.ShopSetting), request);
        using var watched = shops.Watch.Begin(asked.IntegrationId, this, $"{request.Resource} after {request.PageToken ?? "the beginning"}");
        cancellationToken.ThrowIfCancellationRequested();
        if (Problem(connection) is { } problem)
            throw new StoreException(problem, isTransient: false);

        var manners = shops.Manners(asked);
        if (manners.Latency > TimeSpan.Zero)
            await Task.Delay(manners.Latency, time, cancellationToken);
        if (shops.Gate is { } gate)
            await gate(asked, cancellationToken);
        if (manners.Failure is { } failure)
        {
            shops.Answered?.Invoke(asked, failure.Problem.Code);
            throw failure;
        }

        var page = Page(shops[asked.Shop], request, manners);
        shops.Answered?.Invoke(asked, $"{page.RecordCount} records, {(page.NextPageToken is null ? "the last page" : "more follow")}");
        return page;
    }

    private StoreProblem? Problem(StoreConnection connection) =>
        shops.Find(connection.Find(FakeShops.ShopSetting) ?? "") is null ? new StoreProblem("store_unreachable", new("There is no such shop.", "There is no such shop.", "There is no such shop."), new("Name another one.", "Name another one.", "Name another one."))
        : connection.Find(FakeShops.PasswordSetting) != FakeShops.Password ? new StoreProblem("credentials_rejected", new("The password is wrong.", "The password is wrong.", "The password is wrong."), new("Enter it again.", "Enter it again.", "Enter it again."))
        : null;

    private StorePage Page(FakeShop shop, StorePageRequest request, StoreManners manners)
    {
        var token = request.PageToken is { } text ? PageToken.Parse(text) : PageToken.Start(manners.Backwards);
        var all = shop.AsOf(request.Resource, time.GetUtcNow() - manners.Lag).Where(record => request.Window.Contains(record.UpdatedAt) && !IsTooOld(record, request)).ToList();
        all.Sort((a, b) => Compare(a, b) * (token.Backwards ? -1 : 1));

        var first = all.FindIndex(token.IsPassedBy);
        if (first < 0)
            first = all.Count;
        var records = all.Skip(first).Take(request.PageSize).ToList();
        var next = manners.Repeats && !token.IsRepeat ? (token with { IsRepeat = true }).ToString()
            : first + records.Count < all.Count ? new PageToken(records[^1].UpdatedAt.UtcTicks, records[^1].Id, token.Backwards, IsRepeat: false).ToString()
            : null;

        var sent = all.Skip(first - Math.Min(first, manners.Overlap)).Take(Math.Min(first, manners.Overlap)).Concat(records).ToImmutableArray();
        if (manners.SendsOldVersionsToo)
            sent = [.. sent, .. sent.Select(shop.Before).OfType<ShopRecord>()];
        return Translate(manners.Arrange?.Invoke(sent) ?? sent) with
        {
            NextPageToken = next,
            TotalCount = manners.TotalCount ?? all.Count,
            StoreTime = manners.ClockBehind > TimeSpan.Zero ? time.GetUtcNow() - manners.ClockBehind : null,
        };
    }

    private StorePage Translate(ImmutableArray<ShopRecord> records)
    {
        var readAt = time.GetUtcNow();
        return new StorePage
        {
            Orders = [.. records.Select(record => record.Content).OfType<StoreOrder>().Select(order => order with { ReadAt = readAt })],
            Customers = [.. records.Select(record => record.Content).OfType<StoreCustomer>().Select(customer => customer with { ReadAt = readAt })],
            Catalogue = [.. records.Select(record => record.Content).OfType<CatalogueItem>()],
            Unreadable = [.. records.Select(record => record.Content).OfType<UnreadableRecord>()],
        };
    }

    private static bool IsTooOld(ShopRecord record, StorePageRequest request) => record.Content is StoreOrder order && order.PlacedAt < request.PlacedFrom;

    private static int Compare(ShopRecord a, ShopRecord b)
    {
        var order = a.UpdatedAt.CompareTo(b.UpdatedAt);
        return order != 0 ? order : string.CompareOrdinal(a.Id, b.Id);
    }

    private static LocalizedText Text(string text) => new(text, text, text);
}
