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

    /// <summary>
    /// A refused question: Magento names the resource that the role lacks, and does the same when a token has expired. A signed question it may refuse for its signature, its time,
    /// its nonce, or for keys that it doesn't know.
    /// </summary>
    public static StoreException? OfQuestion(StoreRefusal refusal)
    {
        if (refusal.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest))
            return null;
        var (message, resources) = Parse(refusal.Body);
        if (message.Contains("oauth_timestamp", StringComparison.OrdinalIgnoreCase))
            return ClockDiffers();
        if (message.Contains("nonce", StringComparison.OrdinalIgnoreCase))
            return NonceRefused();
        if (message.Contains("signature", StringComparison.OrdinalIgnoreCase))
            return SignatureRejected();
        if (refusal.Status == HttpStatusCode.BadRequest)
            return null;
        if (resources is not null)
            return PermissionMissing(resources);
        return message.Contains("consumer", StringComparison.OrdinalIgnoreCase) || message.Contains("token", StringComparison.OrdinalIgnoreCase) ? KeysUnknown() : null;
    }

    /// <summary>Whether a failure may mean that the token is no longer good.</summary>
    public static bool MayBeExpiry(StoreException failure) => failure.Problem.Code is "credentials_rejected" or "permission_missing";

    /// <summary>What is no Magento at all: the address is most likely another one.</summary>
    public static StoreProblem WithHint(StoreProblem problem) => problem.Code is "endpoint_not_found" or "answer_not_json"
        ? problem with
        {
            Remedy = "Enter the address of the shop's front, without the admin panel's path, and with the folder if the shop lies in one; where the shop runs without URL rewrites, put "
                + "/index.php behind it. Check also that no firewall or maintenance page stands before its API.",
        }
        : problem;

    /// <param name="failure">What signing in at the admin panel's own host came to.</param>
    public static StoreException AdminUrlWrong(StoreException failure) => new(
        new StoreProblem(
            "admin_url_wrong",
            "There is no Magento API beside the admin URL.",
            "Enter the admin URL as the browser shows it when you are signed in to the panel, for example https://admin.yourshop.com/admin_1x2y. Leave it empty if the panel lies at the site's own host."),
        failure.IsTransient,
        failure);

    public static StoreException AccessTokenRejected() => StoreProblems.Permanent(
        "credentials_rejected",
        "The store does not accept the access token.",
        "Check the token of the Integration under System > Integrations, and that it is active. Magento 2.4.4 and later refuse a token that comes alone: enter the consumer key, the "
            + "consumer secret and the access token secret as well, or allow it under Stores > Configuration > Services > OAuth > Consumer Settings > "
            + "'Allow OAuth Access Tokens to be used as standalone Bearer tokens'.");

    public static StoreException IntegrationInactive() => StoreProblems.Permanent(
        "credentials_rejected",
        "The store knows the Integration's keys, and lets them do nothing.",
        "Check under System > Integrations that the Integration is active, and that its tab API has the permissions of the help article.");

    private static StoreException KeysUnknown() => StoreProblems.Permanent(
        "credentials_rejected",
        "The store does not know the Integration's consumer key or access token, or has revoked it.",
        "Copy all four values again from System > Integrations. They change when the Integration is authorized anew.");

    private static StoreException SignatureRejected() => StoreProblems.Permanent(
        "credentials_rejected",
        "The store finds our signature wrong: one of the Integration's two secrets is not the right one.",
        "Copy the consumer secret and the access token secret again from System > Integrations. If they are right, a server in front of the shop changes the address "
            + "(https to http, or the host): have it pass on the original one.");

    private static StoreException ClockDiffers() => StoreProblems.Permanent(
        "clock_differs", "The clock of the shop's server and ours differ by more than ten minutes.", "Have the clock of the shop's server set right (NTP), then verify again.");

    /// <summary>The next attempt has a nonce of its own.</summary>
    private static StoreException NonceRefused() => StoreProblems.Transient(
        "request_repeated", "The store got one signed request twice.", "Nothing to do: it is tried again. If it stays, a server in front of the shop sends our requests twice.");

    private static StoreException TwoFactorRequired() => StoreProblems.Permanent(
        "two_factor_required",
        "The store demands two-factor authentication from this user, which a program can't give.",
        "Create an Integration under System > Integrations and enter its four keys in place of user and password, or have the API exempted from two-factor authentication.");

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
