namespace Icomm.Actors.StoreSimulator.Vtex;

/// <summary>How the simulated VTEX account is set up.</summary>
public sealed record VtexOptions
{
    /// <summary>A fake: it opens nothing but the simulator.</summary>
    public string AppKey { get; init; } = "vtexappkey-simulator-AAAAAA";

    /// <summary>A fake: it opens nothing but the simulator.</summary>
    public string AppToken { get; init; } = "vtex-simulator-token-1";

    /// <summary>How late the list of orders is, by the shop's clock. VTEX's: about 4 minutes.</summary>
    public TimeSpan IndexLag { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>How far back the list of orders goes, by the shop's clock. VTEX's: two years.</summary>
    public TimeSpan History { get; init; } = TimeSpan.FromDays(730);

    /// <summary>How the e-mails on orders are hidden. Those of Master Data are not.</summary>
    public EmailMask Mask { get; init; } = EmailMask.None;

    /// <summary>Orders of several lines are split between two sellers, and all get a suffix.</summary>
    public bool SplitCheckouts { get; init; }

    /// <summary>Resources that the key's role lacks, as the admin names them (<c>List Orders</c>): their endpoints answer 403.</summary>
    public IReadOnlySet<string> DeniedResources { get; init; } = new HashSet<string>();

    /// <summary>How long a scroll lives without a question, by the shop's clock. VTEX's: 20 minutes.</summary>
    public TimeSpan ScrollLifetime { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Scrolls that may be open at one moment. VTEX's: 10.</summary>
    public int MostScrolls { get; init; } = 10;
}

/// <summary>The shapes of a shopper's e-mail on an order.</summary>
public enum EmailMask
{
    /// <summary>As it is.</summary>
    None,

    /// <summary><c>real@example.com-11b.ct.vtex.com.br</c>.</summary>
    Suffix,

    /// <summary><c>75c7…@ct.vtex.com.br</c>.</summary>
    Alias,
}
