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
                    "The user created under System > All Users with the role ICOMM. Not needed with an Integration's keys, which two-factor authentication does not concern.",
                    "El usuario creado en System > All Users con el rol ICOMM. No hace falta con las claves de una integración, a las que no afecta la autenticación de dos factores.",
                    "O usuário criado em System > All Users com a função ICOMM. Não é necessário com as chaves de uma integração, que a autenticação de dois fatores não afeta.")),
            new(
                Names.Password,
                new("Password", "Contraseña", "Senha"),
                new(
                    "That user's password. Not needed with an Integration's keys.",
                    "La contraseña de ese usuario. No hace falta con las claves de una integración.",
                    "A senha desse usuário. Não é necessária com as chaves de uma integração."),
                IsSecret: true),
            new(
                Names.ConsumerKey,
                new("Consumer key", "Consumer key (clave del consumidor)", "Consumer key (chave do consumidor)"),
                new(
                    "The Consumer Key that Magento shows for an Integration (System > Integrations, after Activate), in place of user and password.",
                    "La Consumer Key que Magento muestra para una integración (System > Integrations, después de Activate), en lugar de usuario y contraseña.",
                    "A Consumer Key que o Magento mostra para uma integração (System > Integrations, depois de Activate), em vez de usuário e senha.")),
            new(
                Names.ConsumerSecret,
                new("Consumer secret", "Consumer secret (secreto del consumidor)", "Consumer secret (segredo do consumidor)"),
                new(
                    "The Consumer Secret of the same Integration.",
                    "El Consumer Secret de la misma integración.",
                    "O Consumer Secret da mesma integração."),
                IsSecret: true),
            new(
                Names.AccessToken,
                new("Access token", "Access token (token de acceso)", "Access token (token de acesso)"),
                new(
                    "The Access Token of the same Integration. Alone it is enough only where Magento allows tokens as standalone Bearer tokens (Stores > Configuration > Services > OAuth).",
                    "El Access Token de la misma integración. Por sí solo alcanza únicamente si Magento permite usar tokens como Bearer independientes (Stores > Configuration > Services > OAuth).",
                    "O Access Token da mesma integração. Sozinho só basta se o Magento permitir usar tokens como Bearer independentes (Stores > Configuration > Services > OAuth)."),
                IsSecret: true),
            new(
                Names.AccessTokenSecret,
                new("Access token secret", "Access token secret (secreto del token)", "Access token secret (segredo do token)"),
                new(
                    "The Access Token Secret of the same Integration.",
                    "El Access Token Secret de la misma integración.",
                    "O Access Token Secret da mesma integração."),
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
