using static Icomm.Actors.Connectors.Fenicio.FenicioSettings;

namespace Icomm.Actors.Connectors.Fenicio;

/// <summary>What the wizard asks for (the help article), and how Fenicio is read. Nothing is secret: Fenicio knows readers by their address alone (facts §4.1).</summary>
internal static class FenicioDescription
{
    public static ConnectorDescription Value { get; } = new()
    {
        DisplayName = "Fenicio",
        Fields =
        [
            new(
                Names.SiteUrl,
                new("Shop URL", "URL de la tienda", "URL da loja"),
                new(
                    "The shop's address, as https://www.yourshop.com, if its orders are also to be read through its API. Ask Fenicio's Help Desk to authorise ICOMM's address first: there is no user or password. "
                        + "Empty: orders come only by Fenicio's own messages and by file.",
                    "La dirección de la tienda, como https://www.sutienda.com, si además se quiere leer sus pedidos por su API. Primero hay que pedir a la Mesa de Ayuda de Fenicio que autorice la dirección de ICOMM: no hay usuario ni contraseña. "
                        + "Vacío: los pedidos llegan solo por los mensajes de Fenicio y por archivo.",
                    "O endereço da loja, como https://www.sualoja.com, se também se deseja ler seus pedidos pela API. Antes é preciso pedir ao Help Desk da Fenicio que autorize o endereço da ICOMM: não há usuário nem senha. "
                        + "Vazio: os pedidos chegam apenas pelas mensagens da Fenicio e por arquivo.")) { Kind = FieldKind.Url, IsAddress = true },
            new(
                Names.TimeZone,
                new("Time zone", "Zona horaria", "Fuso horário"),
                new(
                    "IANA name of the zone that the shop keeps its dates in; America/Montevideo when empty.",
                    "Nombre IANA de la zona en la que la tienda lleva sus fechas; vacío: America/Montevideo.",
                    "Nome IANA do fuso em que a loja registra suas datas; vazio: America/Montevideo.")),
            new(
                Names.RescanDays,
                new("Days looked back", "Días hacia atrás", "Dias para trás"),
                new(
                    "How old an order may be whose later changes (payments, cancellations) are still looked for, 1 to 730 days; 60 when empty. Each sync reads every order of those days.",
                    "Antigüedad máxima de un pedido cuyos cambios posteriores (pagos, cancelaciones) todavía se buscan, de 1 a 730 días; vacío: 60. Cada sincronización lee todos los pedidos de esos días.",
                    "Idade máxima de um pedido cujas mudanças posteriores (pagamentos, cancelamentos) ainda são procuradas, de 1 a 730 dias; vazio: 60. Cada sincronização lê todos os pedidos desses dias.")) { Kind = FieldKind.Number },
            new(
                Names.NotificationHubModuleId,
                new("Notification Hub module ID", "ID del módulo de Notification Hub", "ID do módulo do Notification Hub"),
                new(
                    "Only if Notification Hub is active: the module's ID, which ICOMM gives you.",
                    "Solo si Notification Hub está activo: el ID del módulo, que entrega ICOMM.",
                    "Somente se o Notification Hub estiver ativo: o ID do módulo, fornecido pela ICOMM.")) { IsManner = true, IsPassedOn = true },
        ],

        // There is no endpoint for customers, and that of the catalogue is not documented (facts §4.1): buyers, brands and categories come with the orders.
        Resources = [StoreResource.Orders],
        Lookback = TimeSpan.FromMinutes(10),
        PageSize = 200,
    };
}
