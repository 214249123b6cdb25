using static Icomm.Actors.Connectors.Magento.MagentoSettings;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>What the wizard asks for (the help article), and how Magento is read.</summary>
internal static class MagentoDescription
{
    public static ConnectorDescription Value { get; } = new()
    {
        DisplayName = "Magento",
        Fields =
        [
            new(Names.SiteUrl, "Site URL", "The shop's address, for example https://www.yourshop.com.", IsRequired: true, IsSecret: false),
            new(Names.AdminUrl, "Admin URL", "The admin panel's address, where its host differs from the site's.", IsRequired: false, IsSecret: false),
            new(Names.Username, "User name", "The user created under System > All Users with the role ICOMM. Not needed with an access token.", IsRequired: false, IsSecret: false),
            new(Names.Password, "Password", "That user's password. Not needed with an access token.", IsRequired: false, IsSecret: true),
            new(Names.AccessToken, "Access token", "The access token of an Integration (System > Integrations), in place of user and password.", IsRequired: false, IsSecret: true),
            new(Names.StoreViewId, "Store", "Number of the Store View whose orders and customers are wanted. Empty for all.", IsRequired: false, IsSecret: false),
            new(Names.BrandAttribute, "Brand attribute", "Code of the product attribute that holds the brand; 'manufacturer' when empty.", IsRequired: false, IsSecret: false),
            new(Names.PageSize, "Page size", "Records asked for in one request, 1 to 300; 300 when empty.", IsRequired: false, IsSecret: false),
        ],
        Resources = [StoreResource.Catalogue, StoreResource.Customers, StoreResource.Orders],

        // A save that began before a window's end may be committed after it was read; facts §2.3 asks for five to ten minutes.
        Lookback = TimeSpan.FromMinutes(10),
        PageSize = MaxPageSize,
    };
}
