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
                IsRequired: true) { Kind = FieldKind.Url, IsAddress = true },
            new(
                Names.AdminUrl,
                new("Admin URL", "URL del administrador", "URL do administrador"),
                new(
                    "The admin panel's address as the browser shows it, where its host differs from the site's, for example https://admin.yourshop.com/admin_1x2y.",
                    "La dirección del panel de administración tal como la muestra el navegador, si su dominio no es el del sitio, por ejemplo https://admin.tutienda.com/admin_1x2y.",
                    "O endereço do painel de administração como o navegador o mostra, se o domínio não for o do site, por exemplo https://admin.sualoja.com/admin_1x2y.")) { Kind = FieldKind.Url, IsAddress = true },
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
                    "Number of the Store View whose orders and customers are wanted (Stores > Settings > All Stores; the number is in the address of the view's page). Whoever buys there is a customer too, wherever registered. Empty for all.",
                    "Número de la Store View cuyos pedidos y clientes se quieren (Stores > Settings > All Stores; el número está en la dirección de la página de la vista). Quien compra allí también es cliente, se haya registrado donde sea. Vacío para todas.",
                    "Número da Store View cujos pedidos e clientes são desejados (Stores > Settings > All Stores; o número está no endereço da página da visão). Quem compra ali também é cliente, onde quer que tenha se cadastrado. Vazio para todas.")) { Kind = FieldKind.Choice },
            new(
                Names.BrandAttribute,
                new("Brand attribute", "Atributo de marca", "Atributo da marca"),
                new(
                    "Code of the product attribute that holds the brand (Stores > Attributes > Product); 'manufacturer' when empty.",
                    "Código del atributo de producto que contiene la marca (Stores > Attributes > Product); vacío: 'manufacturer'.",
                    "Código do atributo do produto que contém a marca (Stores > Attributes > Product); vazio: 'manufacturer'.")),
            new(
                Names.PaymentMethods,
                new("Payment gateways", "Medios de pago", "Meios de pagamento"),
                new(
                    "Codes of the payment methods whose orders count as purchases, with commas between them, for example banktransfer,mercadopago_* (Stores > Configuration > Sales > Payment Methods). Orders paid otherwise are kept and don't count. Empty for all. A change is applied to past orders too: they are read anew.",
                    "Códigos de los medios de pago cuyos pedidos cuentan como compras, separados por comas, por ejemplo banktransfer,mercadopago_* (Stores > Configuration > Sales > Payment Methods). Los pedidos pagados de otra forma se guardan y no cuentan. Vacío para todos. Un cambio se aplica también a los pedidos anteriores: se leen de nuevo.",
                    "Códigos dos meios de pagamento cujos pedidos contam como compras, separados por vírgulas, por exemplo banktransfer,mercadopago_* (Stores > Configuration > Sales > Payment Methods). Pedidos pagos de outra forma são guardados e não contam. Vazio para todos. Uma mudança vale também para os pedidos anteriores: são lidos de novo.")),
            new(
                Names.StateOverrides,
                new("Order states", "Estados de pedidos", "Estados de pedidos"),
                new(
                    "What your order states mean where it differs from the usual (processing, complete and closed are purchases, canceled is cancelled, all others are pending), for example holded=purchase,status:fraud=cancelled (Stores > Settings > Order Status). A change is applied to past orders too.",
                    "Qué significan los estados de pedidos cuando no es lo habitual (processing, complete y closed son compras, canceled es cancelado, los demás están pendientes), por ejemplo holded=purchase,status:fraud=cancelled (Stores > Settings > Order Status). Un cambio se aplica también a los pedidos anteriores.",
                    "O que significam os estados de pedidos quando não é o habitual (processing, complete e closed são compras, canceled é cancelado, os demais estão pendentes), por exemplo holded=purchase,status:fraud=cancelled (Stores > Settings > Order Status). Uma mudança vale também para os pedidos anteriores.")),
            new(
                Names.RequestsPerMinute,
                new("Requests a minute", "Consultas por minuto", "Consultas por minuto"),
                new(
                    "The most requests sent in a minute, 10 to 6000. Without limit when empty: the next is sent once the last was answered.",
                    "Máximo de consultas por minuto, de 10 a 6000. Vacío: sin límite; cada consulta se envía cuando la anterior fue respondida.",
                    "Máximo de consultas por minuto, de 10 a 6000. Vazio: sem limite; cada consulta é enviada quando a anterior foi respondida.")) { Kind = FieldKind.Number, IsManner = true },
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
