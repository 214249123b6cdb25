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
            : StoreProblems.Transient(
                "store_error",
                new("The store says that it could not answer.", "La tienda dice que no pudo responder.", "A loja diz que não conseguiu responder."),
                new(
                    "Nothing to do: it is tried again. If it stays, ask Fenicio's Help Desk whether the shop's API works.",
                    "No hay nada que hacer: se vuelve a intentar. Si sigue igual, preguntar a la Mesa de Ayuda de Fenicio si la API de la tienda funciona.",
                    "Não há nada a fazer: tenta-se novamente. Se continuar, perguntar ao Help Desk da Fenicio se a API da loja funciona."));
    }

    /// <summary>There is nothing to sign in with, so every way of being turned away means the same.</summary>
    public static StoreException InItsWords(StoreException refusal) =>
        refusal.Problem.Code is "credentials_rejected" or "permission_missing" or "access_blocked" ? AddressNotAuthorized() : refusal;

    public static StoreProblem OnlyPushed() => new(
        "orders_by_push",
        new(
            "Without the shop's URL nothing is read from Fenicio: orders come when Fenicio sends them, and the past by file.",
            "Sin la URL de la tienda no se lee nada de Fenicio: las órdenes llegan cuando Fenicio las envía, y el pasado por archivo.",
            "Sem a URL da loja nada é lido da Fenicio: os pedidos chegam quando a Fenicio os envia, e o passado por arquivo."),
        new(
            "Ask Fenicio's Help Desk to activate the integration with ICOMM: send them the integration's token, your ICOMM domain (My account) and, if Notification Hub is active, its module's ID.",
            "Pedir a la Mesa de Ayuda de Fenicio que active la integración con ICOMM: enviarle el token de la integración, el dominio de ICOMM (Mi cuenta) y, si Notification Hub está activo, el ID de su módulo.",
            "Pedir ao Help Desk da Fenicio que ative a integração com a ICOMM: enviar o token da integração, o domínio da ICOMM (Minha conta) e, se o Notification Hub estiver ativo, o ID de seu módulo."));

    public static StoreProblem ZoneDiffers(string zone) => new(
        "time_zone_differs",
        new(
            $"The shop writes its dates with another offset than {zone} has.",
            $"La tienda escribe sus fechas con otra diferencia horaria que la de {zone}.",
            $"A loja escreve suas datas com outra diferença horária que a de {zone}."),
        new(
            "Choose the time zone that the shop is set to: its days and its files are read in it.",
            "Elegir la zona horaria en que está configurada la tienda: en ella se leen sus días y sus archivos.",
            "Escolher o fuso horário em que a loja está configurada: nele são lidos seus dias e seus arquivos."));

    private static StoreException AddressNotAuthorized() => StoreProblems.Permanent(
        NotAuthorized,
        new(
            "Fenicio does not let ICOMM's address read this shop's orders.",
            "Fenicio no deja que la dirección de ICOMM lea las órdenes de esta tienda.",
            "A Fenicio não deixa que o endereço da ICOMM leia os pedidos desta loja."),
        new(
            "Ask Fenicio's Help Desk to authorise the address that ICOMM reads from for API_V1 (your ICOMM executive knows it), then verify again. There is no user or password to enter.",
            "Pedir a la Mesa de Ayuda de Fenicio que autorice para API_V1 la dirección desde la que lee ICOMM (el ejecutivo de ICOMM la conoce) y volver a verificar. No hay usuario ni contraseña que ingresar.",
            "Pedir ao Help Desk da Fenicio que autorize para a API_V1 o endereço de onde a ICOMM lê (o executivo da ICOMM o conhece) e verificar novamente. Não há usuário nem senha a inserir."));
}
