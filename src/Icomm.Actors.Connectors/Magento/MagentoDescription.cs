using static Icomm.Actors.Connectors.Magento.MagentoSettings;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>What the wizard asks for (the help article), and how Magento is read.</summary>
internal static class MagentoDescription
{
    public static ConnectorDescription Value { get; } = new()
    {
        DisplayName = "Magento",
        Fields =
        [
            new(
                Names.SiteUrl,
                new("Site URL", "URL del sitio", "URL do site"),
                new(
                    "The shop's address, for example https://www.yourshop.com.",
                    "La dirección de la tienda, por ejemplo https://www.tutienda.com.",
                    "O endereço da loja, por exemplo https://www.sualoja.com."),
                IsRequired: true) { Kind = FieldKind.Url },
            new(
                Names.AdminUrl,
                new("Admin URL", "URL del administrador", "URL do administrador"),
                new(
                    "The admin panel's address, where its host differs from the site's.",
                    "La dirección del panel de administración, si su dominio no es el del sitio.",
                    "O endereço do painel de administração, se o domínio não for o do site.")) { Kind = FieldKind.Url },
            new(
                Names.Username,
                new("User name", "Usuario", "Usuário"),
                new(
                    "The user created under System > All Users with the role ICOMM. Not needed with an access token.",
                    "El usuario creado en System > All Users con el rol ICOMM. No hace falta con un token de acceso.",
                    "O usuário criado em System > All Users com a função ICOMM. Não é necessário com um token de acesso.")),
            new(
                Names.Password,
                new("Password", "Contraseña", "Senha"),
                new(
                    "That user's password. Not needed with an access token.",
                    "La contraseña de ese usuario. No hace falta con un token de acceso.",
                    "A senha desse usuário. Não é necessária com um token de acesso."),
                IsSecret: true),
            new(
                Names.AccessToken,
                new("Access token", "Token de acceso", "Token de acesso"),
                new(
                    "The access token of an Integration (System > Integrations), in place of user and password.",
                    "El token de acceso de una integración (System > Integrations), en lugar de usuario y contraseña.",
                    "O token de acesso de uma integração (System > Integrations), em vez de usuário e senha."),
                IsSecret: true),
            new(
                Names.StoreViewId,
                new("Store", "Store (tienda)", "Store (loja)"),
                new(
                    "Number of the Store View whose orders and customers are wanted. Empty for all.",
                    "Número de la Store View cuyos pedidos y clientes se quieren. Vacío para todas.",
                    "Número da Store View cujos pedidos e clientes são desejados. Vazio para todas.")) { Kind = FieldKind.Choice },
            new(
                Names.BrandAttribute,
                new("Brand attribute", "Atributo de marca", "Atributo da marca"),
                new(
                    "Code of the product attribute that holds the brand; 'manufacturer' when empty.",
                    "Código del atributo de producto que contiene la marca; vacío: 'manufacturer'.",
                    "Código do atributo do produto que contém a marca; vazio: 'manufacturer'.")),
            new(
                Names.PageSize,
                new("Page size", "Tamaño de página", "Tamanho da página"),
                new(
                    "Records asked for in one request, 1 to 300; 300 when empty.",
                    "Registros que se piden por consulta, de 1 a 300; vacío: 300.",
                    "Registros pedidos por consulta, de 1 a 300; vazio: 300.")) { Kind = FieldKind.Number, IsManner = true },
        ],
        Resources = [StoreResource.Catalogue, StoreResource.Customers, StoreResource.Orders],

        // A save that began before a window's end may be committed after it was read; facts §2.3 asks for five to ten minutes.
        Lookback = TimeSpan.FromMinutes(10),
        PageSize = MaxPageSize,
    };
}
