using static Icomm.Actors.Connectors.Vtex.VtexSettings;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>What the wizard asks for (the help article), and how VTEX is read.</summary>
internal static class VtexDescription
{
    public static ConnectorDescription Value { get; } = new()
    {
        DisplayName = "VTEX",
        Fields =
        [
            new(Names.Account, "Account", "The account's name, as in https://NAME.myvtex.com, or the whole address that its API answers at.", IsRequired: true, IsSecret: false),
            new(Names.AppKey, "API key", "The application key with the role Icommkt_Integration (Account settings > Application keys).", IsRequired: true, IsSecret: false),
            new(Names.AppToken, "API token", "The token that VTEX showed once, when the key was made.", IsRequired: true, IsSecret: true),
            new(Names.SalesChannels, "Sales channels", "Numbers of the sales channels whose orders are wanted, with commas between them. Empty for all.", IsRequired: false, IsSecret: false),
            new(Names.EcommerceUrl, "E-commerce URL", "The address of the shop's site, for links.", IsRequired: false, IsSecret: false),
            new(Names.Environment, "Environment", "Leave it empty unless VTEX told you another one; 'vtexcommercestable' when empty.", IsRequired: false, IsSecret: false),
            new(Names.RescanDays, "Days looked back", "How old an order may be whose later changes (cancellations, returns) are still looked for, 1 to 730 days; 60 when empty. Each sync asks for every order of those days.", IsRequired: false, IsSecret: false),
            new(Names.GroupCheckouts, "One purchase a checkout", "true makes one purchase of the orders into which VTEX splits a checkout with several sellers; each is a purchase of its own when empty.", IsRequired: false, IsSecret: false),
            new(Names.Concurrency, "Requests at a time", "How many orders are asked for at one moment, 1 to 10; 1 when empty, which burdens the shop least.", IsRequired: false, IsSecret: false),
            new(Names.RequestsPerMinute, "Requests a minute", "The most requests sent in a minute, 60 to 6000; 3000 when empty, half of what VTEX allows an account.", IsRequired: false, IsSecret: false),
        ],
        Resources = [StoreResource.Catalogue, StoreResource.Customers, StoreResource.Orders],

        // The list of orders runs about four minutes late (facts §3.1): what a run leaves out at its end, the next one reads.
        Lookback = TimeSpan.FromMinutes(10),
        PageSize = VtexOrderList.MaxPageSize,
    };
}
