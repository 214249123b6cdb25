namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>One store view, with its group and website folded in.</summary>
public sealed record StoreView
{
    /// <summary>0 is the admin view, which holds no orders.</summary>
    public required int Id { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public int GroupId { get; init; } = 1;

    public string GroupCode { get; init; } = "main_website_store";

    public string GroupName { get; init; } = "Main Website Store";

    public int WebsiteId { get; init; } = 1;

    public string WebsiteCode { get; init; } = "base";

    public string WebsiteName { get; init; } = "Main Website";

    /// <summary>ISO 4217, of the website.</summary>
    public required string BaseCurrency { get; init; }

    /// <summary>ISO 4217, what the buyer sees unless the order says otherwise.</summary>
    public required string DisplayCurrency { get; init; }

    public string Locale { get; init; } = "en_US";

    /// <summary>IANA name.</summary>
    public string TimeZone { get; init; } = "UTC";
}
