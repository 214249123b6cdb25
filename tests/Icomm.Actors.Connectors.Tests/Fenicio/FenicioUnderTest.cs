using System.Collections.Immutable;
using System.Globalization;
using Icomm.Actors.Connectors.Tests.Compliance;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.Connectors.Tests.Fenicio;

/// <summary>Fenicio in the compliance suite.</summary>
public sealed class FenicioUnderTest : StoreUnderTest
{
    private const int FirstGuest = 1_000_000;

    private static readonly TimeZoneInfo Montevideo = TimeZoneInfo.FindSystemTimeZoneById("America/Montevideo");

    public override string StoreType => "fenicio";

    public override bool HasStoreViews => false;

    /// <summary>There is nothing to sign in with: who may read is a question of the address.</summary>
    public override string RefusalCode => "address_not_authorized";

    public override string PathOf(StoreResource resource) => "/API_V1/ordenes";

    /// <summary>Looks back as far as it can: the suite changes orders of any age.</summary>
    public override StoreConnection Connect(SimulatedShop shop, string integrationId = "i-1") => new(integrationId, ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create("siteUrl", shop.BaseUrl.ToString()),
        KeyValuePair.Create("rescanDays", "730"),
    ]));

    /// <summary>A shop that doesn't let us in.</summary>
    public override StoreConnection ConnectWrongly(SimulatedShop shop) => With(Connect(shop), "siteUrl", new Uri(shop.BaseUrl, "another-shop").ToString());

    public override StoreConnection ConnectTo(SimulatedShop shop, Uri address) => With(Connect(shop), "siteUrl", address.OriginalString);

    public override StoreConnection ConnectIn(string zone, SimulatedShop shop) => With(Connect(shop), "timeZone", zone);

    public override SimulatorOptions SimulateIn(string zone, SimulatorOptions options) => options with { Fenicio = options.Fenicio with { TimeZone = zone } };

    public override SimulatorOptions Simulate(SimulatorOptions options) => options with { Platform = StorePlatform.Fenicio };

    public override string CodeOf(FaultKind fault, string usual) => fault == FaultKind.Forbidden ? RefusalCode : usual;

    /// <summary>
    /// Fenicio tells of a payment that was reversed but not of a part given back, and of a change only by the dates of what happened. Its order numbers are numbers, and buyers without an
    /// account have an id as well.
    /// </summary>
    public override ShopOrder Shown(ShopOrder order)
    {
        var happened = order.State is OrderState.Processing or OrderState.Canceled or OrderState.Closed ? order.UpdatedAt : order.CreatedAt;
        var isPartlyRefunded = order.State != OrderState.Closed;
        return order with
        {
            Number = long.Parse(order.Number, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
            UpdatedAt = happened > order.CreatedAt ? happened : order.CreatedAt,
            Customer = order.Customer.IsGuest ? order.Customer with { Id = FirstGuest + order.Id } : order.Customer,
            TotalRefunded = isPartlyRefunded ? Amount.Zero : order.TotalRefunded,
            Lines = isPartlyRefunded ? [.. order.Lines.Select(line => line with { Canceled = order.State == OrderState.Canceled ? line.Ordered : 0, Refunded = 0 })] : order.Lines,
        };
    }

    /// <summary>Orders are listed by day, and those of the days before come again.</summary>
    public override IEnumerable<ShopOrder> InWindow(IEnumerable<ShopOrder> orders, TimeInterval window)
    {
        var last = TimeZoneInfo.ConvertTime(window.Until, Montevideo).Date;
        return orders.Where(order => StartedAt(order).Date <= last);
    }

    /// <summary>When the cart was begun, by the shop's clock: up to half an hour before the order was placed.</summary>
    public static DateTime StartedAt(ShopOrder order) => TimeZoneInfo.ConvertTimeFromUtc(
        order.State == OrderState.New ? order.CreatedAt : order.CreatedAt.AddSeconds(-(order.Id * 37L % 1_800)), Montevideo);

}

/// <summary>Fenicio complies.</summary>
public sealed class FenicioCompliance() : ConnectorCompliance(new FenicioUnderTest());
