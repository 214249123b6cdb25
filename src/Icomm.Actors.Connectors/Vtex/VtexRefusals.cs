using System.Net;
using System.Text;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>Words VTEX's refusals. VTEX says that something is forbidden but not what for: the request knows which permission it needs.</summary>
internal static class VtexRefusals
{
    /// <summary>Code of a scroll that ended before it was read: its token lives twenty minutes (facts §3.5). Asking again with the same token is of no use.</summary>
    public const string ScrollExpired = "scroll_expired";

    public static RefusalReader Of(VtexPermission permission) => refusal => refusal.Status switch
    {
        HttpStatusCode.Unauthorized => CredentialsRejected(),
        HttpStatusCode.Forbidden => PermissionMissing(permission),
        HttpStatusCode.BadRequest when Says(refusal.Body, "Operation not found for this token") => StoreProblems.Permanent(
            ScrollExpired, "The store has forgotten how far its customers were read.", "Nothing to do: they are read again."),
        HttpStatusCode.BadRequest when Says(refusal.Body, "Maximum simultaneous scrolls") => StoreProblems.Transient(
            "rate_limited", "Too many programs read the account's customers at the same time.", "Nothing to do: it is tried again later."),
        _ => null,
    };

    public static StoreProblem AccountUnknown(Uri site) => new(
        "account_unknown", $"VTEX knows no account at '{site.Host}'.", "Check the account's name: it is the first part of the address of VTEX's admin (https://NAME.myvtex.com/admin).");

    public static StoreProblem Missing(VtexPermission permission, string consequence) => new(
        "permission_missing",
        $"The key's role lacks '{permission.Product} > {permission.Resource}': {consequence}",
        $"If you want that, add it to the role Icommkt_Integration: product '{permission.Product}', resource '{permission.Resource}'.");

    public static StoreProblem FeedTaken(int days) => new(
        "feed_taken",
        $"The key's feed was set up by another program and is left as it is: changes of orders are found by looking back over the last {days} days.",
        "If you want the feed to be used, make an application key for this integration alone, with the role Icommkt_Integration, and verify again with it.");

    private static StoreException CredentialsRejected() => StoreProblems.Permanent(
        "credentials_rejected",
        "VTEX does not accept this key and token.",
        "Check both under Account settings > Application keys: the key must be active and belong to this account. VTEX shows a token only once; make a new one if it is lost.");

    private static StoreException PermissionMissing(VtexPermission permission) => StoreProblems.Permanent(
        "permission_missing",
        $"The key's role lacks '{permission.Product} > {permission.Resource}'.",
        $"In VTEX's admin, Account settings > User roles, add product '{permission.Product}', resource '{permission.Resource}' to the role Icommkt_Integration, then verify again.");

    private static bool Says(ReadOnlySpan<byte> body, string text) => body.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
