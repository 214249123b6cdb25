using System.Globalization;
using System.Net;
using Icomm.Actors.Domain;

namespace Icomm.Actors.Connectors.Http;

/// <summary>
/// What can go wrong between us and any store, in words for a merchant. The codes are part of the API; platforms add their own where they know better.
/// No message holds a secret, personal data, or text that a store wrote.
/// </summary>
internal static class StoreProblems
{
    private static readonly LocalizedText TriedAgain = new("Nothing to do: it is tried again.", "No hay nada que hacer: se vuelve a intentar.", "Não há nada a fazer: tenta-se novamente.");

    private static readonly LocalizedText TriedAgainLater =
        new("Nothing to do: it is tried again later.", "No hay nada que hacer: se vuelve a intentar más tarde.", "Não há nada a fazer: tenta-se novamente mais tarde.");

    private static readonly LocalizedText AskTheServersKeeper = TriedAgain.Then(
        new("If it stays, ask whoever runs the shop's server.", "Si sigue igual, consultar a quien administra el servidor de la tienda.", "Se continuar, consultar quem administra o servidor da loja."));

    public static StoreException UrlInvalid(string setting) => Permanent(
        "url_invalid",
        new($"The setting '{setting}' is not a web address.", $"El dato '{setting}' no es una dirección web.", $"O dado '{setting}' não é um endereço web."),
        new(
            "Write it as https://www.yourshop.com, without user name or password in it.",
            "Escribirla como https://www.tutienda.com, sin usuario ni contraseña.",
            "Escrever como https://www.sualoja.com, sem usuário nem senha."));

    public static StoreException UrlNotHttps(string setting) => Permanent(
        "url_not_https",
        new($"The setting '{setting}' is not a secure address.", $"El dato '{setting}' no es una dirección segura.", $"O dado '{setting}' não é um endereço seguro."),
        new(
            "Use the shop's https:// address; orders are not sent over an open line.",
            "Usar la dirección https:// de la tienda; las órdenes no viajan por una conexión abierta.",
            "Usar o endereço https:// da loja; os pedidos não trafegam por uma conexão aberta."));

    public static StoreException AddressNotAllowed(string host) => Permanent(
        "address_not_allowed",
        new($"The host '{host}' is not on the public internet.", $"El servidor '{host}' no está en la internet pública.", $"O servidor '{host}' não está na internet pública."),
        new(
            "Use the shop's public address; private, local and reserved addresses are refused.",
            "Usar la dirección pública de la tienda; las privadas, locales y reservadas se rechazan.",
            "Usar o endereço público da loja; endereços privados, locais e reservados são recusados."));

    public static StoreException RedirectRefused(Uri? target) => Permanent(
        "redirect_refused",
        target is { IsAbsoluteUri: true }
            ? new(
                $"The store sends us on to another address ({target.Scheme}://{target.Host}).",
                $"La tienda nos envía a otra dirección ({target.Scheme}://{target.Host}).",
                $"A loja nos envia a outro endereço ({target.Scheme}://{target.Host}).")
            : new("The store sends us on to another address.", "La tienda nos envía a otra dirección.", "A loja nos envia a outro endereço."),
        new(
            "Enter the address that the store really answers at, with or without 'www', then verify again.",
            "Ingresar la dirección en la que la tienda realmente responde, con o sin 'www', y volver a verificar.",
            "Inserir o endereço em que a loja realmente responde, com ou sem 'www', e verificar novamente."));

    public static StoreException HostUnknown(string host) => Transient(
        "store_unreachable",
        new($"The host '{host}' could not be found.", $"No se encontró el servidor '{host}'.", $"Não foi possível encontrar o servidor '{host}'."),
        new("Check the address for typing errors.", "Revisar que la dirección esté bien escrita.", "Conferir se o endereço está bem escrito."));

    public static StoreException Unreachable(string host, Exception inner) => Transient(
        "store_unreachable",
        new($"No connection to '{host}' could be made.", $"No se pudo conectar con '{host}'.", $"Não foi possível conectar com '{host}'."),
        new(
            "Check the address, and that the shop is up and lets our requests through.",
            "Revisar la dirección, y que la tienda esté en línea y deje pasar nuestros pedidos.",
            "Conferir o endereço, e se a loja está no ar e deixa passar nossas requisições."),
        inner);

    public static StoreException TlsFailed(string host, Exception inner) => Transient(
        "store_unreachable",
        new($"'{host}' has no valid certificate.", $"'{host}' no tiene un certificado válido.", $"'{host}' não tem um certificado válido."),
        new("Renew or complete the shop's TLS certificate.", "Renovar o completar el certificado TLS de la tienda.", "Renovar ou completar o certificado TLS da loja."),
        inner);

    public static StoreException ConnectionLost(Exception inner) => Transient(
        "store_unreachable",
        new("The store closed the connection without answering.", "La tienda cerró la conexión sin responder.", "A loja fechou a conexão sem responder."),
        AskTheServersKeeper,
        inner);

    public static StoreException TimedOut(TimeSpan limit) => Transient(
        "store_timeout",
        new($"The store did not answer within {Seconds(limit)} seconds.", $"La tienda no respondió en {Seconds(limit)} segundos.", $"A loja não respondeu em {Seconds(limit)} segundos."),
        TriedAgain.Then(new(
            "If it stays, choose a smaller page size or quieter hours.",
            "Si sigue igual, elegir un tamaño de página menor u horas más tranquilas.",
            "Se continuar, escolher um tamanho de página menor ou horas mais tranquilas.")));

    public static StoreException TimedOutAltogether(TimeSpan limit, StoreException? last) => new(
        new StoreProblem(
            last?.Problem.Code ?? "store_timeout",
            AndLast(
                new(
                    $"The store gave no usable answer within {Seconds(limit)} seconds, however often it was asked.",
                    $"La tienda no dio una respuesta útil en {Seconds(limit)} segundos, por más que se le preguntó.",
                    $"A loja não deu uma resposta útil em {Seconds(limit)} segundos, por mais que se perguntasse."),
                last),
            last?.Problem.Remedy ?? TriedAgainLater),
        isTransient: true,
        last) { RetryAfter = last?.RetryAfter };

    public static StoreException CircuitOpen(TimeSpan? wait, StoreException? last) => new(
        new StoreProblem(
            "store_resting",
            AndLast(
                new(
                    "The store failed so often that it is left alone for a while.",
                    "La tienda falló tantas veces que se la deja tranquila por un rato.",
                    "A loja falhou tantas vezes que é deixada em paz por um tempo."),
                last),
            last?.Problem.Remedy ?? TriedAgainLater),
        isTransient: true,
        last) { RetryAfter = wait };

    public static StoreException AnswerTooLarge(int limit)
    {
        var megabytes = (limit / 1_048_576.0).ToString("0.#", CultureInfo.InvariantCulture);
        return Permanent(
            "answer_too_large",
            new($"The store sent more than {megabytes} MB in one answer.", $"La tienda envió más de {megabytes} MB en una respuesta.", $"A loja enviou mais de {megabytes} MB em uma resposta."),
            new("Choose a smaller page size.", "Elegir un tamaño de página menor.", "Escolher um tamanho de página menor."));
    }

    public static StoreException AnswerTruncated() => Transient(
        "answer_truncated",
        new("The store's answer ends in the middle.", "La respuesta de la tienda termina por la mitad.", "A resposta da loja termina pela metade."),
        AskTheServersKeeper);

    public static StoreException AnswerNotJson(LocalizedText found) => Transient(
        "answer_not_json",
        new($"The store answered with {found.En} where data was expected.", $"La tienda respondió con {found.Es} donde se esperaban datos.", $"A loja respondeu com {found.Pt} onde se esperavam dados."),
        new(
            "Check that the address is the shop's own and that no firewall or maintenance page stands before its API.",
            "Revisar que la dirección sea la de la tienda y que ningún firewall ni página de mantenimiento esté delante de su API.",
            "Conferir se o endereço é o da loja e se nenhum firewall nem página de manutenção está na frente de sua API."));

    /// <param name="what">A detail for whoever looks into the shop's API; it stays English.</param>
    public static StoreException AnswerUnexpected(string what) => Transient(
        "answer_unexpected",
        new(
            $"The store's answer is not what its API promises: {what}.",
            $"La respuesta de la tienda no es la que su API promete (detalle técnico, en inglés: {what}).",
            $"A resposta da loja não é a que sua API promete (detalhe técnico, em inglês: {what})."),
        new(
            "It is tried again. If it stays, an extension of the shop may change its API.",
            "Se vuelve a intentar. Si sigue igual, puede ser que una extensión de la tienda cambie su API.",
            "Tenta-se novamente. Se continuar, uma extensão da loja pode estar mudando sua API."));

    /// <summary>The meaning of a status when the platform has nothing more to say about it.</summary>
    public static StoreException FromStatus(HttpStatusCode status, bool isJson, TimeSpan? retryAfter)
    {
        var number = (int)status;
        return status switch
        {
            HttpStatusCode.Unauthorized => Permanent(
                "credentials_rejected",
                new("The store does not accept these credentials.", "La tienda no acepta estas credenciales.", "A loja não aceita estas credenciais."),
                new(
                    "Check user and password, or the access token, and verify again.",
                    "Revisar usuario y contraseña, o el token de acceso, y volver a verificar.",
                    "Conferir usuário e senha, ou o token de acesso, e verificar novamente.")),
            HttpStatusCode.Forbidden when isJson => Permanent(
                "permission_missing",
                new("The credentials lack a permission.", "A las credenciales les falta un permiso.", "Falta uma permissão às credenciais."),
                new(
                    "Grant the permissions that the help article lists, then verify again.",
                    "Otorgar los permisos que lista el artículo de ayuda y volver a verificar.",
                    "Conceder as permissões que o artigo de ajuda lista e verificar novamente.")),
            HttpStatusCode.Forbidden => Permanent(
                "access_blocked",
                new("Something in front of the store refuses our requests.", "Algo delante de la tienda rechaza nuestros pedidos.", "Algo na frente da loja recusa nossas requisições."),
                new(
                    "Ask whoever runs the shop's firewall to let our requests through to its API.",
                    "Pedir a quien administra el firewall de la tienda que deje pasar nuestros pedidos a su API.",
                    "Pedir a quem administra o firewall da loja que deixe passar nossas requisições à sua API.")),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => Permanent(
                "endpoint_not_found",
                new("The store has no API at this address.", "La tienda no tiene una API en esta dirección.", "A loja não tem uma API neste endereço."),
                new(
                    "Check the site's address, and that its API is switched on.",
                    "Revisar la dirección del sitio, y que su API esté activada.",
                    "Conferir o endereço do site, e se sua API está ativada.")),
            HttpStatusCode.RequestTimeout => Transient(
                "store_timeout",
                new("The store says that it took too long.", "La tienda dice que tardó demasiado.", "A loja diz que demorou demais."),
                TriedAgain,
                retryAfter: retryAfter),
            HttpStatusCode.TooManyRequests => Transient(
                "rate_limited",
                new("The store asks for fewer requests.", "La tienda pide menos consultas.", "A loja pede menos requisições."),
                TriedAgainLater,
                retryAfter: retryAfter),
            HttpStatusCode.ServiceUnavailable => Transient(
                "store_error",
                new(
                    "The store is closed for maintenance, overloaded, or behind a firewall that turns us away (status 503).",
                    "La tienda está en mantenimiento, sobrecargada, o detrás de un firewall que nos rechaza (estado 503).",
                    "A loja está em manutenção, sobrecarregada, ou atrás de um firewall que nos recusa (status 503)."),
                new(
                    "Nothing to do while the shop is closed: it is tried again. If the shop is open, ask whoever runs its firewall to let our requests through to its API.",
                    "No hay nada que hacer mientras la tienda esté cerrada: se vuelve a intentar. Si está abierta, pedir a quien administra su firewall que deje pasar nuestros pedidos a su API.",
                    "Não há nada a fazer enquanto a loja estiver fechada: tenta-se novamente. Se estiver aberta, pedir a quem administra seu firewall que deixe passar nossas requisições à sua API."),
                retryAfter: retryAfter),
            _ when number >= 500 => Transient(
                "store_error",
                new($"The store failed with status {number}.", $"La tienda falló con el estado {number}.", $"A loja falhou com o status {number}."),
                TriedAgain.Then(new(
                    "If it stays, look into the shop's own error log.",
                    "Si sigue igual, mirar el registro de errores de la tienda.",
                    "Se continuar, olhar o registro de erros da loja.")),
                retryAfter: retryAfter),
            _ when number >= 400 => Permanent(
                "request_rejected",
                new($"The store refused the request with status {number}.", $"La tienda rechazó la consulta con el estado {number}.", $"A loja recusou a requisição com o status {number}."),
                new("Check the integration's settings.", "Revisar los datos de la integración.", "Conferir os dados da integração.")),
            _ => Transient(
                "answer_unexpected",
                new($"The store answered with status {number}.", $"La tienda respondió con el estado {number}.", $"A loja respondeu com o status {number}."),
                new("Check the site's address.", "Revisar la dirección del sitio.", "Conferir o endereço do site.")),
        };
    }

    /// <summary>A token of ours that another window was read with.</summary>
    public static StoreException PageTokenInvalid() => Permanent(
        "page_token_invalid",
        new("The page token does not belong to this window.", "La marca de página no es de este tramo de tiempo.", "A marca de página não é deste período."),
        new("Start the window again without a page token.", "Empezar el tramo de nuevo, sin marca de página.", "Começar o período de novo, sem marca de página."));

    /// <param name="name">Of a setting whose text can't be what it should be.</param>
    /// <param name="remedy">How to write it.</param>
    public static StoreException SettingInvalid(string name, LocalizedText remedy) => Permanent(
        "setting_invalid", new($"The setting '{name}' can't be used.", $"El dato '{name}' no se puede usar.", $"O dado '{name}' não pode ser usado."), remedy);

    /// <inheritdoc cref="SettingInvalid"/>
    public static StoreException NumberInvalid(string name, long least, long most) => SettingInvalid(
        name, new($"Write a whole number from {least} to {most}.", $"Escribir un número entero de {least} a {most}.", $"Escrever um número inteiro de {least} a {most}."));

    public static StoreException Permanent(string code, LocalizedText message, LocalizedText remedy) => new(new StoreProblem(code, message, remedy), isTransient: false);

    public static StoreException Transient(string code, LocalizedText message, LocalizedText remedy, Exception? inner = null, TimeSpan? retryAfter = null) =>
        new(new StoreProblem(code, message, remedy), isTransient: true, inner) { RetryAfter = retryAfter };

    private static LocalizedText AndLast(LocalizedText message, StoreException? last) => last is null
        ? message
        : message.Then(new($"The last time: {last.Problem.Message.En}", $"La última vez: {last.Problem.Message.Es}", $"A última vez: {last.Problem.Message.Pt}"));

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
}
