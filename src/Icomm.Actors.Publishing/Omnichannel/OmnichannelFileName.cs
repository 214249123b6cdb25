using System.Text.RegularExpressions;

namespace Icomm.Actors.Publishing.Omnichannel;

/// <summary>The name of a file (facts §1.7).</summary>
/// <param name="Day">The instance and the day, as <c>{instance}_{yyyyMMdd}</c>: the same for the four files that belong together.</param>
internal sealed partial record OmnichannelFileName(string Kind, string Day)
{
    public const string Customers = "CUSTOMERS";
    public const string Categories = "ORDERSDETAILCATEGORIES";
    public const string Details = "ORDERSDETAIL";
    public const string Orders = "ORDERS";

    /// <summary>Each kind before the one that says whose its rows are: an order's number in details is found in ORDERS, and a UserId there in CUSTOMERS.</summary>
    public static readonly string[] DetailsFirst = [Categories, Details, Orders, Customers];

    /// <returns>Null for a file of another kind.</returns>
    public static OmnichannelFileName? Find(string name) =>
        Pattern().Match(name) is { Success: true } match ? new OmnichannelFileName(match.Groups[1].Value, match.Groups[2].Value) : null;

    public override string ToString() => $"ICOMMKT_{Kind}_{Day}";

    [GeneratedRegex(@"^ICOMMKT_(CUSTOMERS|ORDERSDETAILCATEGORIES|ORDERSDETAIL|ORDERS)_([A-Za-z0-9-]{1,30}_[0-9]{8})\z")]
    private static partial Regex Pattern();
}
