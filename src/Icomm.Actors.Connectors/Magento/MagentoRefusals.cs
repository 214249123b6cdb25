using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>Reads Magento's error bodies (<c>{message, parameters}</c>, facts §2.1) and says what the merchant can do.</summary>
internal static partial class MagentoRefusals
{
    /// <summary>A refused sign-in: two-factor authentication, or wrong user and password.</summary>
    public static StoreException? OfSignIn(StoreRefusal refusal)
    {
        if ((int)refusal.Status >= 500 || refusal.Status == HttpStatusCode.TooManyRequests)
            return null;
        var (message, _) = Parse(refusal.Body);
        if (message.Contains("2fa", StringComparison.OrdinalIgnoreCase) || message.Contains("two-factor", StringComparison.OrdinalIgnoreCase))
            return TwoFactorRequired();
        return refusal.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? SignInRejected() : null;
    }

    /// <summary>A refused question: Magento names the resource that the role lacks, and does the same when a token has expired.</summary>
    public static StoreException? OfQuestion(StoreRefusal refusal)
    {
        if (refusal.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
            return null;
        var (_, resources) = Parse(refusal.Body);
        return resources is null ? null : PermissionMissing(resources);
    }

    /// <summary>Whether a failure may mean that the token is no longer good.</summary>
    public static bool MayBeExpiry(StoreException failure) => failure.Problem.Code is "credentials_rejected" or "permission_missing";

    public static StoreException AccessTokenRejected() => StoreProblems.Permanent(
        "credentials_rejected",
        "The store does not accept the access token.",
        "Check the token of the Integration under System > Integrations, and that it is active. Magento 2.4.4 and later must also allow it alone: "
            + "Stores > Configuration > Services > OAuth > 'Allow OAuth Access Tokens to be used as standalone Bearer tokens'.");

    private static StoreException TwoFactorRequired() => StoreProblems.Permanent(
        "two_factor_required",
        "The store demands two-factor authentication from this user, which a program can't give.",
        "Create an Integration under System > Integrations and enter its access token here, or exempt the API from two-factor authentication.");

    private static StoreException SignInRejected() => StoreProblems.Permanent(
        "credentials_rejected",
        "The store does not accept user and password, or has locked the user for a while.",
        "Check user and password under System > All Users, and that the user is active, then verify again.");

    private static StoreException PermissionMissing(string resources)
    {
        var paths = resources.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(RolePath);
        return StoreProblems.Permanent(
            "permission_missing",
            $"The store's role does not allow {resources}.",
            $"Under System > User Roles, allow {string.Join(" and ", paths)} for the role, then verify again.");
    }

    /// <summary>Where the help article's role has the tick box of a resource.</summary>
    private static string RolePath(string resource) => resource switch
    {
        "Magento_Sales::actions_view" => "'Sales > Operations > Orders > Actions > View'",
        "Magento_Sales::sales_order" or "Magento_Sales::sales" => "'Sales > Operations > Orders'",
        "Magento_Sales::sales_creditmemo" => "'Sales > Operations > Credit Memos'",
        "Magento_Catalog::products" => "'Catalog > Inventory > Products'",
        "Magento_Catalog::categories" => "'Catalog > Inventory > Categories'",
        "Magento_Catalog::attributes_attributes" => "'Stores > Attributes > Product'",
        "Magento_Customer::manage" or "Magento_Customer::customer" => "'Customers > All Customers'",
        "Magento_Customer::group" => "'Customers > Customer Groups'",
        "Magento_Backend::store" => "'Stores > Settings > All Stores'",
        _ => resource,
    };

    /// <summary>Only what looks like resource names is passed on; the rest of the answer is the store's own affair.</summary>
    private static (string Message, string? Resources) Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return ("", null);
            var message = document.RootElement.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
            var resources = document.RootElement.TryGetProperty("parameters", out var parameters)
                && parameters.ValueKind == JsonValueKind.Object
                && parameters.TryGetProperty("resources", out var named)
                && named.ValueKind == JsonValueKind.String
                && ResourceNames().IsMatch(named.GetString()!)
                    ? named.GetString()
                    : null;
            return (message, resources);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return ("", null);
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_]+::[A-Za-z0-9_]+(,\s*[A-Za-z0-9_]+::[A-Za-z0-9_]+){0,9}\z")]
    private static partial Regex ResourceNames();
}
