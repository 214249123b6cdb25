namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>How the simulated Magento is set up. The defaults are those of a fresh 2.3 shop without two-factor authentication.</summary>
public sealed record MagentoOptions
{
    /// <summary>The admin user's name. A fake: it opens nothing but the simulator.</summary>
    public string Username { get; init; } = "icomm";

    /// <summary>The admin user's password. A fake: it opens nothing but the simulator.</summary>
    public string Password { get; init; } = "icomm-simulator-1";

    /// <summary>How long an admin token lives, by the shop's clock. Magento's default: 4 hours.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(4);

    /// <summary>An Integration beside the admin user; null for none.</summary>
    public MagentoIntegration? Integration { get; init; }

    /// <summary>Whether name and password alone get a token.</summary>
    public MagentoTwoFactor TwoFactor { get; init; }

    /// <summary>Past the last page Magento up to 2.3 sends the last page again (false); since 2.4 an empty page (true).</summary>
    public bool EmptyPagePastEnd { get; init; }

    /// <summary>"Input limiting" is on: a page size above 300 is refused, and none given means 20.</summary>
    public bool InputLimiting { get; init; }

    /// <summary>Without sortOrders, every second page is taken from the reverse order, so rows repeat and go missing (magento2#25001).</summary>
    public bool UnstableUnsorted { get; init; }

    /// <summary>Orders don't say what was given back of them, as where an ERP writes the credit memos: only the memos do.</summary>
    public bool RefundsOnCreditMemosOnly { get; init; }

    /// <summary>ACL resources that the user's role lacks, such as <c>Magento_Catalog::attributes_attributes</c>: their endpoints answer 401.</summary>
    public IReadOnlySet<string> DeniedResources { get; init; } = new HashSet<string>();

    /// <summary>The attribute code that holds the brand.</summary>
    public string BrandAttribute { get; init; } = "manufacturer";
}
