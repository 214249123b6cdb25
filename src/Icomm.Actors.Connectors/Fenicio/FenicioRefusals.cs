using System.Text.Json;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Records;

namespace Icomm.Actors.Connectors.Fenicio;

/// <summary>Words Fenicio's refusals. Fenicio refuses with a status, or with status 200 and <c>{"error": true, "msj": "…"}</c> (facts §4.1); what it wrote is never repeated.</summary>
internal static class FenicioRefusals
{
    /// <summary>Code of a shop that doesn't let our address in.</summary>
    public const string NotAuthorized = "address_not_authorized";

    /// <summary>Parts of the messages with which a shop turns away an address it doesn't know.</summary>
    private static readonly string[] TurnedAway = ["denegad", "no autorizad", "sin permiso", "no tiene permiso", "whitelist", "lista blanca"];

    /// <summary>The refusal that an answer is.</summary>
    /// <returns>Null when it is none.</returns>
    public static StoreException? Of(JsonElement answer)
    {
        if (!RecordJson.IsTrue(answer, "error"))
            return null;
        var message = RecordJson.Text(answer, "msj") ?? "";
        return Array.Exists(TurnedAway, part => message.Contains(part, StringComparison.OrdinalIgnoreCase))
            ? AddressNotAuthorized()
            : StoreProblems.Transient("store_error", "The store says that it could not answer.", "Nothing to do: it is tried again. If it stays, ask Fenicio's Help Desk whether the shop's API works.");
    }

    /// <summary>There is nothing to sign in with, so every way of being turned away means the same.</summary>
    public static StoreException InItsWords(StoreException refusal) =>
        refusal.Problem.Code is "credentials_rejected" or "permission_missing" or "access_blocked" ? AddressNotAuthorized() : refusal;

    public static StoreProblem OnlyPushed() => new(
        "orders_by_push",
        "Without the shop's URL nothing is read from Fenicio: orders come when Fenicio sends them, and the past by file.",
        "Ask Fenicio's Help Desk to activate the integration with ICOMM: send them the integration's token, your ICOMM domain (My account) and, if Notification Hub is active, its module's ID.");

    public static StoreProblem ZoneDiffers(string zone) => new(
        "time_zone_differs",
        $"The shop writes its dates with another offset than {zone} has.",
        "Choose the time zone that the shop is set to: its days and its files are read in it.");

    private static StoreException AddressNotAuthorized() => StoreProblems.Permanent(
        NotAuthorized,
        "Fenicio does not let ICOMM's address read this shop's orders.",
        "Ask Fenicio's Help Desk to authorise the address that ICOMM reads from for API_V1 (your ICOMM executive knows it), then verify again. There is no user or password to enter.");
}
