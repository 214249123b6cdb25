using static Icomm.Actors.Connectors.Vtex.VtexSettings;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>What the wizard asks for (the help article), and how VTEX is read.</summary>
internal static class VtexDescription
{
    public static ConnectorDescription Value { get; } = new()
    {
        DisplayName = "VTEX",
        Fields =
        [
            new(
                Names.Account,
                new("Account", "Cuenta", "Conta"),
                new(
                    "The account's name, as in https://NAME.myvtex.com, or the whole address that its API answers at.",
                    "El nombre de la cuenta, como en https://NOMBRE.myvtex.com, o la dirección completa en la que responde su API.",
                    "O nome da conta, como em https://NOME.myvtex.com, ou o endereço completo em que sua API responde."),
                IsRequired: true) { IsAddress = true },
            new(
                Names.AppKey,
                new("API key", "Api Key (clave de aplicación)", "Api Key (chave de aplicação)"),
                new(
                    "The application key with the role Icommkt_Integration (Account settings > Application keys).",
                    "La clave de aplicación con el rol ICOMMKT_Integration (Configuración de la cuenta > Claves de aplicación).",
                    "A chave de aplicação com a função ICOMMKT_Integration (Configurações da conta > Chaves de aplicação)."),
                IsRequired: true),
            new(
                Names.AppToken,
                new("API token", "Api Token", "Api Token"),
                new(
                    "The token that VTEX showed once, when the key was made.",
                    "El token que VTEX mostró una sola vez, al crear la clave.",
                    "O token que a VTEX mostrou uma única vez, ao criar a chave."),
                IsRequired: true, IsSecret: true),
            new(
                Names.SalesChannels,
                new("Sales channels", "Sales Channel (canales de venta)", "Sales Channel (canais de venda)"),
                new(
                    "Numbers of the sales channels whose orders are wanted, with commas between them. Empty for all.",
                    "Números de los canales de venta cuyos pedidos se quieren, separados por comas. Vacío para todos.",
                    "Números dos canais de venda cujos pedidos são desejados, separados por vírgulas. Vazio para todos.")) { Kind = FieldKind.Choices },
            new(
                Names.EcommerceUrl,
                new("E-commerce URL", "E-commerce URL", "E-commerce URL"),
                new(
                    "The address of the shop's site. It is kept with the integration; nothing is read from it.",
                    "La dirección del sitio de la tienda. Se guarda con la integración; de ella no se lee nada.",
                    "O endereço do site da loja. É guardado com a integração; nada é lido dele.")) { Kind = FieldKind.Url, IsManner = true },
            new(
                Names.Environment,
                new("Environment", "Ambiente", "Ambiente"),
                new(
                    "Leave it empty unless VTEX told you another one; 'vtexcommercestable' when empty.",
                    "Dejar vacío, salvo que VTEX haya indicado otro; vacío: 'vtexcommercestable'.",
                    "Deixar vazio, a menos que a VTEX tenha indicado outro; vazio: 'vtexcommercestable'.")) { IsAddress = true },
            new(
                Names.RescanDays,
                new("Days looked back", "Días hacia atrás", "Dias para trás"),
                new(
                    "How old an order may be whose later changes (cancellations, returns) are still looked for, 1 to 730 days; 60 when empty. Each sync asks for every order of those days.",
                    "Antigüedad máxima de un pedido cuyos cambios posteriores (cancelaciones, devoluciones) todavía se buscan, de 1 a 730 días; vacío: 60. Cada sincronización consulta todos los pedidos de esos días.",
                    "Idade máxima de um pedido cujas mudanças posteriores (cancelamentos, devoluções) ainda são procuradas, de 1 a 730 dias; vazio: 60. Cada sincronização consulta todos os pedidos desses dias.")) { Kind = FieldKind.Number },
            new(
                Names.UseFeed,
                new("Use the feed of changes", "Usar el feed de cambios", "Usar o feed de mudanças"),
                new(
                    "true takes changes of orders from VTEX's feed (Feed v3) and looks back only 3 days. It needs the resource 'Feed v3 and Hook Admin' (OMS) and an application key that no other program uses: a key has one feed, and who reads it takes its events.",
                    "true toma los cambios de los pedidos del feed de VTEX (Feed v3) y solo vuelve a mirar 3 días hacia atrás. Requiere el recurso 'Feed v3 and Hook Admin' (OMS) y una clave de aplicación que no use ningún otro programa: cada clave tiene un solo feed, y quien lo lee se lleva sus eventos.",
                    "true obtém as mudanças dos pedidos do feed da VTEX (Feed v3) e olha apenas 3 dias para trás. Requer o recurso 'Feed v3 and Hook Admin' (OMS) e uma chave de aplicação que nenhum outro programa use: cada chave tem um único feed, e quem o lê leva seus eventos.")) { Kind = FieldKind.Flag },
            new(
                Names.GroupCheckouts,
                new("One purchase a checkout", "Una compra por checkout", "Uma compra por checkout"),
                new(
                    "true makes one purchase of the orders into which VTEX splits a checkout with several sellers; each is a purchase of its own when empty.",
                    "true une en una compra los pedidos en los que VTEX divide un checkout con varios vendedores; vacío: cada uno es una compra.",
                    "true une em uma compra os pedidos em que a VTEX divide um checkout com vários vendedores; vazio: cada um é uma compra.")) { Kind = FieldKind.Flag },
            new(
                Names.Concurrency,
                new("Requests at a time", "Consultas simultáneas", "Consultas simultâneas"),
                new(
                    "How many orders are asked for at one moment, 1 to 10; 1 when empty, which burdens the shop least.",
                    "Cuántos pedidos se consultan a la vez, de 1 a 10; vacío: 1, lo que menos carga a la tienda.",
                    "Quantos pedidos são consultados ao mesmo tempo, de 1 a 10; vazio: 1, o que menos sobrecarrega a loja.")) { Kind = FieldKind.Number, IsManner = true },
            new(
                Names.RequestsPerMinute,
                new("Requests a minute", "Consultas por minuto", "Consultas por minuto"),
                new(
                    "The most requests sent in a minute, 60 to 6000; 3000 when empty, half of what VTEX allows an account.",
                    "Máximo de consultas por minuto, de 60 a 6000; vacío: 3000, la mitad de lo que VTEX permite a una cuenta.",
                    "Máximo de consultas por minuto, de 60 a 6000; vazio: 3000, a metade do que a VTEX permite a uma conta.")) { Kind = FieldKind.Number, IsManner = true },
        ],
        Resources = [StoreResource.Catalogue, StoreResource.Customers, StoreResource.Orders],

        // The list of orders runs about four minutes late (facts §3.1): what a run leaves out at its end, the next one reads.
        Lookback = TimeSpan.FromMinutes(10),

        // The customers'; the lists of orders and products give less.
        PageSize = VtexCustomerScroll.MostPerPage,
        PagesAhead = 1, // VtexFeedCursor builds on it
    };
}
