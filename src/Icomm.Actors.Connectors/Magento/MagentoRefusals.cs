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
            Remedy = new(
                "Enter the address of the shop's front, without the admin panel's path, and with the folder if the shop lies in one; where the shop runs without URL rewrites, put "
                    + "/index.php behind it. Check also that no firewall or maintenance page stands before its API.",
                "Ingresar la dirección del frente de la tienda, sin la ruta del panel de administración, y con la carpeta si la tienda está en una; si la tienda funciona sin reescritura de URL, "
                    + "agregar /index.php al final. Revisar también que ningún firewall ni página de mantenimiento esté delante de su API.",
                "Inserir o endereço da frente da loja, sem o caminho do painel de administração, e com a pasta se a loja estiver em uma; se a loja funciona sem reescrita de URL, acrescentar "
                    + "/index.php no final. Conferir também se nenhum firewall nem página de manutenção está na frente de sua API."),
        }
        : problem;

    /// <param name="failure">What signing in at the admin panel's own host came to.</param>
    public static StoreException AdminUrlWrong(StoreException failure) => new(
        new StoreProblem(
            "admin_url_wrong",
            new("There is no Magento API beside the admin URL.", "No hay una API de Magento junto a la URL del administrador.", "Não há uma API do Magento junto à URL do administrador."),
            new(
                "Enter the admin URL as the browser shows it when you are signed in to the panel, for example https://admin.yourshop.com/admin_1x2y. Leave it empty if the panel lies at the site's own host.",
                "Ingresar la URL del administrador como la muestra el navegador con la sesión iniciada en el panel, por ejemplo https://admin.tutienda.com/admin_1x2y. Dejarla vacía si el panel está en el mismo servidor que el sitio.",
                "Inserir a URL do administrador como o navegador a mostra com a sessão iniciada no painel, por exemplo https://admin.sualoja.com/admin_1x2y. Deixar vazia se o painel está no mesmo servidor que o site.")),
        failure.IsTransient,
        failure);

    public static StoreException AccessTokenRejected() => StoreProblems.Permanent(
        "credentials_rejected",
        new("The store does not accept the access token.", "La tienda no acepta el token de acceso.", "A loja não aceita o token de acesso."),
        new(
            "Check the token of the Integration under System > Integrations, and that it is active. Magento 2.4.4 and later refuse a token that comes alone: enter the consumer key, the "
                + "consumer secret and the access token secret as well, or allow it under Stores > Configuration > Services > OAuth > Consumer Settings > "
                + "'Allow OAuth Access Tokens to be used as standalone Bearer tokens'.",
            "Revisar el token de la integración en Sistema > Integraciones, y que esté activa. Magento 2.4.4 y posteriores rechazan un token que viene solo: ingresar también la consumer key, el "
                + "consumer secret y el access token secret, o permitirlo en Tiendas > Configuración > Servicios > OAuth > Consumer Settings > "
                + "'Allow OAuth Access Tokens to be used as standalone Bearer tokens'.",
            "Conferir o token da integração em Sistema > Integrações, e se ela está ativa. O Magento 2.4.4 e posteriores recusam um token que vem sozinho: inserir também a consumer key, o "
                + "consumer secret e o access token secret, ou permitir em Lojas > Configuração > Serviços > OAuth > Consumer Settings > "
                + "'Allow OAuth Access Tokens to be used as standalone Bearer tokens'."));

    public static StoreException IntegrationInactive() => StoreProblems.Permanent(
        "credentials_rejected",
        new("The store knows the Integration's keys, and lets them do nothing.", "La tienda conoce las claves de la integración, pero no las deja hacer nada.", "A loja conhece as chaves da integração, mas não as deixa fazer nada."),
        new(
            "Check under System > Integrations that the Integration is active, and that its tab API has the permissions of the help article.",
            "Revisar en Sistema > Integraciones que la integración esté activa, y que su pestaña API tenga los permisos del artículo de ayuda.",
            "Conferir em Sistema > Integrações se a integração está ativa, e se sua aba API tem as permissões do artigo de ajuda."));

    private static StoreException KeysUnknown() => StoreProblems.Permanent(
        "credentials_rejected",
        new(
            "The store does not know the Integration's consumer key or access token, or has revoked it.",
            "La tienda no conoce la consumer key o el token de acceso de la integración, o lo revocó.",
            "A loja não conhece a consumer key ou o token de acesso da integração, ou o revogou."),
        new(
            "Copy all four values again from System > Integrations. They change when the Integration is authorized anew.",
            "Copiar de nuevo los cuatro valores desde Sistema > Integraciones. Cambian cuando la integración se vuelve a autorizar.",
            "Copiar de novo os quatro valores em Sistema > Integrações. Eles mudam quando a integração é autorizada novamente."));

    private static StoreException SignatureRejected() => StoreProblems.Permanent(
        "credentials_rejected",
        new(
            "The store finds our signature wrong: one of the Integration's two secrets is not the right one.",
            "La tienda no reconoce nuestra firma: uno de los dos secretos de la integración no es el correcto.",
            "A loja não reconhece nossa assinatura: um dos dois segredos da integração não é o correto."),
        new(
            "Copy the consumer secret and the access token secret again from System > Integrations. If they are right, a server in front of the shop changes the address "
                + "(https to http, or the host): have it pass on the original one.",
            "Copiar de nuevo el consumer secret y el access token secret desde Sistema > Integraciones. Si son correctos, un servidor delante de la tienda cambia la dirección "
                + "(https por http, o el nombre): hacer que pase la original.",
            "Copiar de novo o consumer secret e o access token secret em Sistema > Integrações. Se estiverem corretos, um servidor na frente da loja muda o endereço "
                + "(https por http, ou o nome): fazer com que passe o original."));

    private static StoreException ClockDiffers() => StoreProblems.Permanent(
        "clock_differs",
        new(
            "The clock of the shop's server and ours differ by more than ten minutes.",
            "El reloj del servidor de la tienda y el nuestro difieren en más de diez minutos.",
            "O relógio do servidor da loja e o nosso diferem em mais de dez minutos."),
        new(
            "Have the clock of the shop's server set right (NTP), then verify again.",
            "Hacer poner en hora el reloj del servidor de la tienda (NTP) y volver a verificar.",
            "Mandar acertar o relógio do servidor da loja (NTP) e verificar novamente."));

    /// <summary>The next attempt has a nonce of its own.</summary>
    private static StoreException NonceRefused() => StoreProblems.Transient(
        "request_repeated",
        new("The store got one signed request twice.", "La tienda recibió dos veces un mismo pedido firmado.", "A loja recebeu duas vezes uma mesma requisição assinada."),
        new(
            "Nothing to do: it is tried again. If it stays, a server in front of the shop sends our requests twice.",
            "No hay nada que hacer: se vuelve a intentar. Si sigue igual, un servidor delante de la tienda envía nuestros pedidos dos veces.",
            "Não há nada a fazer: tenta-se novamente. Se continuar, um servidor na frente da loja envia nossas requisições duas vezes."));

    private static StoreException TwoFactorRequired() => StoreProblems.Permanent(
        "two_factor_required",
        new(
            "The store demands two-factor authentication from this user, which a program can't give.",
            "La tienda le exige a este usuario autenticación de dos factores, que un programa no puede dar.",
            "A loja exige deste usuário autenticação de dois fatores, que um programa não pode dar."),
        new(
            "Create an Integration under System > Integrations and enter its four keys in place of user and password, or have the API exempted from two-factor authentication.",
            "Crear una integración en Sistema > Integraciones e ingresar sus cuatro claves en lugar de usuario y contraseña, o hacer eximir a la API de la autenticación de dos factores.",
            "Criar uma integração em Sistema > Integrações e inserir suas quatro chaves no lugar de usuário e senha, ou isentar a API da autenticação de dois fatores."));

    private static StoreException SignInRejected() => StoreProblems.Permanent(
        "credentials_rejected",
        new(
            "The store does not accept user and password, or has locked the user for a while.",
            "La tienda no acepta usuario y contraseña, o bloqueó al usuario por un rato.",
            "A loja não aceita usuário e senha, ou bloqueou o usuário por um tempo."),
        new(
            "Check user and password under System > All Users, and that the user is active, then verify again.",
            "Revisar usuario y contraseña en Sistema > Todos los usuarios, y que el usuario esté activo, y volver a verificar.",
            "Conferir usuário e senha em Sistema > Todos os usuários, e se o usuário está ativo, e verificar novamente."));

    private static StoreException PermissionMissing(string resources)
    {
        var paths = string.Join(", ", resources.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(RolePath));
        return StoreProblems.Permanent(
            "permission_missing",
            new($"The store's role does not allow {resources}.", $"El rol de la tienda no permite {resources}.", $"A função da loja não permite {resources}."),
            new(
                $"Under System > User Roles, allow {paths} for the role, then verify again.",
                $"En Sistema > Roles de usuario, permitir {paths} para el rol y volver a verificar.",
                $"Em Sistema > Funções de usuário, permitir {paths} para a função e verificar novamente."));
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
