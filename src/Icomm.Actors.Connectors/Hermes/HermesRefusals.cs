using System.Net;
using System.Text.Json;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Records;

namespace Icomm.Actors.Connectors.Hermes;

/// <summary>Words a site's refusals: <c>{"error":{"code","message"}}</c>. The codes are the contract's; the message is the site's own text and goes no further.</summary>
internal static class HermesRefusals
{
    /// <summary>The site has forgotten a cursor; asking again with the same one is of no use.</summary>
    public const string CursorExpired = "cursor_expired";

    public static StoreException? Read(StoreRefusal refusal) => refusal.Status switch
    {
        HttpStatusCode.Unauthorized => CredentialsRejected(),
        HttpStatusCode.Forbidden => StoreProblems.Permanent(
            "permission_missing", "The App Token may not read this.", "Have the App Token allowed to read customers, orders and products in the system that issued it, then verify again."),
        HttpStatusCode.BadRequest or HttpStatusCode.Gone when Code(refusal.Body) == CursorExpired => StoreProblems.Permanent(
            CursorExpired, "The site has forgotten how far it was read.", "Nothing to do: the window is read again. If it stays, have the site keep its cursors for 24 hours at least."),
        HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented => NotServed(),
        _ => null,
    };

    public static StoreException NotServed() => StoreProblems.Permanent(
        "endpoint_not_found", "The site does not serve this endpoint.", "Check the site's address. If it is right, the Hermes API is incomplete there: have your implementation team add the endpoint named.");

    private static StoreException CredentialsRejected() => StoreProblems.Permanent(
        "credentials_rejected",
        "The site does not accept this App Token.",
        "Copy the App Token again from the external system that issued it. If it was renewed or withdrawn there, ask your implementation team for the one in force, then verify again.");

    private static string? Code(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return RecordJson.Part(document.RootElement, "error", JsonValueKind.Object) is { } error ? RecordJson.Text(error, "code") : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
