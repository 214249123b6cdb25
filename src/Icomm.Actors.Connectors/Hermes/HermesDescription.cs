using static Icomm.Actors.Connectors.Hermes.HermesSettings;

namespace Icomm.Actors.Connectors.Hermes;

/// <summary>What the wizard asks for (the help article), and how Hermes is read.</summary>
internal static class HermesDescription
{
    public static ConnectorDescription Value { get; } = new()
    {
        DisplayName = "Hermes",
        Fields =
        [
            new(
                Names.SiteUrl,
                new("Site URL", "URL del sitio", "URL do site"),
                new(
                    "The address of the site to integrate, for example https://www.yourshop.com.",
                    "La dirección web que se desea integrar, por ejemplo https://www.tutienda.com.",
                    "O endereço do site a integrar, por exemplo https://www.sualoja.com."),
                IsRequired: true) { Kind = FieldKind.Url, IsAddress = true },
            new(
                Names.AppToken,
                new("App Token", "App Token", "App Token"),
                new(
                    "The access key that the external system issues to validate the connection.",
                    "La clave de acceso proporcionada por el sistema externo para validar la conexión.",
                    "A chave de acesso fornecida pelo sistema externo para validar a conexão."),
                IsRequired: true, IsSecret: true),
            new(
                Names.PageSize,
                new("Page size", "Tamaño de página", "Tamanho da página"),
                new(
                    "Records asked for in one request, 1 to 250; 250 when empty.",
                    "Registros que se piden por consulta, de 1 a 250; vacío: 250.",
                    "Registros pedidos por consulta, de 1 a 250; vazio: 250.")) { Kind = FieldKind.Number },
        ],
        Resources = [StoreResource.Catalogue, StoreResource.Customers, StoreResource.Orders],

        // A save that began before a window's end may be committed after it was read.
        Lookback = TimeSpan.FromMinutes(10),
        PageSize = MaxPageSize,
    };
}
