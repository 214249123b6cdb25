using System.Net;
using System.Text;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Domain;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>Words VTEX's refusals. VTEX says that something is forbidden but not what for: the request knows which permission it needs.</summary>
internal static class VtexRefusals
{
    /// <summary>Code of a scroll that ended before it was read: its token lives twenty minutes (facts §3.5). Asking again with the same token is of no use.</summary>
    public const string ScrollExpired = "scroll_expired";

    /// <summary>Code of a scroll that could not be begun: an account has ten at a time for all its programs (facts §3.5).</summary>
    public const string ScrollsTaken = "scrolls_taken";

    public static RefusalReader Of(VtexPermission permission) => refusal => refusal.Status switch
    {
        HttpStatusCode.Unauthorized => CredentialsRejected(),
        HttpStatusCode.Forbidden => PermissionMissing(permission),
        HttpStatusCode.BadRequest when Says(refusal.Body, "Operation not found for this token") => StoreProblems.Permanent(
            ScrollExpired,
            new("The store has forgotten how far its customers were read.", "La tienda olvidó hasta dónde se habían leído sus clientes.", "A loja esqueceu até onde seus clientes foram lidos."),
            ReadAnotherWay),
        HttpStatusCode.BadRequest when Says(refusal.Body, "Maximum simultaneous scrolls") => StoreProblems.Permanent(
            ScrollsTaken,
            new(
                "Too many programs read the account's customers at the same time.",
                "Demasiados programas leen los clientes de la cuenta al mismo tiempo.",
                "Programas demais leem os clientes da conta ao mesmo tempo."),
            ReadAnotherWay),
        _ => null,
    };

    public static StoreProblem AccountUnknown(Uri site) => new(
        "account_unknown",
        new($"VTEX knows no account at '{site.Host}'.", $"VTEX no conoce ninguna cuenta en '{site.Host}'.", $"A VTEX não conhece nenhuma conta em '{site.Host}'."),
        new(
            "Check the account's name: it is the first part of the address of VTEX's admin (https://NAME.myvtex.com/admin).",
            "Revisar el nombre de la cuenta: es la primera parte de la dirección del admin de VTEX (https://NOMBRE.myvtex.com/admin).",
            "Conferir o nome da conta: é a primeira parte do endereço do admin da VTEX (https://NOME.myvtex.com/admin)."));

    /// <param name="consequence">A sentence's end: what can't be done without it.</param>
    public static StoreProblem Missing(VtexPermission permission, LocalizedText consequence) => new(
        "permission_missing",
        new(
            $"The key's role lacks '{permission.Product} > {permission.Resource}': {consequence.En}",
            $"Al rol de la clave le falta '{permission.Product} > {permission.Resource}': {consequence.Es}",
            $"Falta ao perfil da chave '{permission.Product} > {permission.Resource}': {consequence.Pt}"),
        new(
            $"If you want that, add it to the role Icommkt_Integration: product '{permission.Product}', resource '{permission.Resource}'.",
            $"Si se desea, agregarlo al rol Icommkt_Integration: producto '{permission.Product}', recurso '{permission.Resource}'.",
            $"Se desejado, acrescentá-lo ao perfil Icommkt_Integration: produto '{permission.Product}', recurso '{permission.Resource}'."));

    /// <summary>What a run or a question without some permission falls back on.</summary>
    public static LocalizedText LooksBack(int days) => new(
        $"changes of orders are found by looking back over the last {days} days.",
        $"los cambios de las órdenes se encuentran revisando los últimos {days} días.",
        $"as mudanças dos pedidos são encontradas revisando os últimos {days} dias.");

    public static StoreProblem FeedTaken(int days) => new(
        "feed_taken",
        new(
            $"The key's feed was set up by another program and is left as it is: {LooksBack(days).En}",
            $"El feed de la clave fue configurado por otro programa y se deja como está: {LooksBack(days).Es}",
            $"O feed da chave foi configurado por outro programa e fica como está: {LooksBack(days).Pt}"),
        new(
            "If you want the feed to be used, make an application key for this integration alone, with the role Icommkt_Integration, and verify again with it.",
            "Si se desea usar el feed, crear una clave de aplicación solo para esta integración, con el rol Icommkt_Integration, y volver a verificar con ella.",
            "Se desejar usar o feed, criar uma chave de aplicação só para esta integração, com o perfil Icommkt_Integration, e verificar novamente com ela."));

    private static readonly LocalizedText ReadAnotherWay = new("Nothing to do: they are read another way.", "No hay nada que hacer: se leen de otra manera.", "Não há nada a fazer: são lidos de outra maneira.");

    private static StoreException CredentialsRejected() => StoreProblems.Permanent(
        "credentials_rejected",
        new("VTEX does not accept this key and token.", "VTEX no acepta esta clave y este token.", "A VTEX não aceita esta chave e este token."),
        new(
            "Check both under Account settings > Application keys: the key must be active and belong to this account. VTEX shows a token only once; make a new one if it is lost.",
            "Revisar ambos en Configuración de la cuenta > Claves de aplicación: la clave debe estar activa y ser de esta cuenta. VTEX muestra el token una sola vez; crear otro si se perdió.",
            "Conferir ambos em Configurações da conta > Chaves de aplicação: a chave deve estar ativa e ser desta conta. A VTEX mostra o token uma única vez; criar outro se foi perdido."));

    private static StoreException PermissionMissing(VtexPermission permission) => StoreProblems.Permanent(
        "permission_missing",
        new(
            $"The key's role lacks '{permission.Product} > {permission.Resource}'.",
            $"Al rol de la clave le falta '{permission.Product} > {permission.Resource}'.",
            $"Falta ao perfil da chave '{permission.Product} > {permission.Resource}'."),
        new(
            $"In VTEX's admin, Account settings > User roles, add product '{permission.Product}', resource '{permission.Resource}' to the role Icommkt_Integration, then verify again.",
            $"En el admin de VTEX, Configuración de la cuenta > Roles de usuario, agregar el producto '{permission.Product}', recurso '{permission.Resource}', al rol Icommkt_Integration y volver a verificar.",
            $"No admin da VTEX, Configurações da conta > Perfis de acesso, acrescentar o produto '{permission.Product}', recurso '{permission.Resource}', ao perfil Icommkt_Integration e verificar novamente."));

    private static bool Says(ReadOnlySpan<byte> body, string text) => body.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
