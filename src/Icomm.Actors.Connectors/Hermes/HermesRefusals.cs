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
            "permission_missing",
            new("The App Token may not read this.", "El App Token no puede leer esto.", "O App Token não pode ler isto."),
            new(
                "Have the App Token allowed to read customers, orders and products in the system that issued it, then verify again.",
                "Hacer que el sistema que emitió el App Token le permita leer clientes, órdenes y productos, y volver a verificar.",
                "Fazer com que o sistema que emitiu o App Token permita ler clientes, pedidos e produtos, e verificar novamente.")),
        HttpStatusCode.BadRequest or HttpStatusCode.Gone when Code(refusal.Body) == CursorExpired => StoreProblems.Permanent(
            CursorExpired,
            new("The site has forgotten how far it was read.", "El sitio olvidó hasta dónde se lo había leído.", "O site esqueceu até onde foi lido."),
            new(
                "Nothing to do: the window is read again. If it stays, have the site keep its cursors for 24 hours at least.",
                "No hay nada que hacer: el tramo se lee de nuevo. Si sigue igual, hacer que el sitio guarde sus cursores al menos 24 horas.",
                "Não há nada a fazer: o período é lido de novo. Se continuar, fazer com que o site guarde seus cursores por pelo menos 24 horas.")),
        HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented => NotServed(),
        _ => null,
    };

    public static StoreException NotServed() => StoreProblems.Permanent(
        "endpoint_not_found",
        new("The site does not serve this endpoint.", "El sitio no ofrece este endpoint.", "O site não oferece este endpoint."),
        new(
            "Check the site's address. If it is right, the Hermes API is incomplete there: have your implementation team add the endpoint named.",
            "Revisar la dirección del sitio. Si es correcta, la API de Hermes está incompleta allí: pedir al equipo de implementación que agregue el endpoint nombrado.",
            "Conferir o endereço do site. Se estiver correto, a API da Hermes está incompleta ali: pedir à equipe de implementação que acrescente o endpoint indicado."));

    private static StoreException CredentialsRejected() => StoreProblems.Permanent(
        "credentials_rejected",
        new("The site does not accept this App Token.", "El sitio no acepta este App Token.", "O site não aceita este App Token."),
        new(
            "Copy the App Token again from the external system that issued it. If it was renewed or withdrawn there, ask your implementation team for the one in force, then verify again.",
            "Copiar de nuevo el App Token del sistema externo que lo emitió. Si allí se renovó o retiró, pedir el vigente al equipo de implementación y volver a verificar.",
            "Copiar de novo o App Token do sistema externo que o emitiu. Se ali foi renovado ou retirado, pedir o vigente à equipe de implementação e verificar novamente."));

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
