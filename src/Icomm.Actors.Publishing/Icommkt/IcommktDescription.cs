using static Icomm.Actors.Publishing.Icommkt.IcommktSettings;

namespace Icomm.Actors.Publishing.Icommkt;

/// <summary>What the form asks for.</summary>
internal static class IcommktDescription
{
    public static SinkDescription Value { get; } = new()
    {
        DisplayName = new("ICOMMKT contacts API", "API de contactos de ICOMMKT", "API de contatos do ICOMMKT"),
        Fields =
        [
            new(
                Names.ApiKey,
                new("API key", "Clave de API", "Chave de API"),
                new("The account's API key.", "La clave de API de la cuenta.", "A chave de API da conta."),
                IsRequired: true, IsSecret: true),
            new(
                Names.ProfileKey,
                new("Profile key", "Clave del perfil", "Chave do perfil"),
                new(
                    "The key of the database (profile) at ICOMMKT that gets the contacts.",
                    "La clave de la base (perfil) de ICOMMKT que recibe los contactos.",
                    "A chave da base (perfil) do ICOMMKT que recebe os contatos."),
                IsRequired: true, IsSecret: true),
            new(
                Names.ApiUrl,
                new("API address", "Dirección de la API", "Endereço da API"),
                new($"{DefaultApi} when empty.", $"Vacío: {DefaultApi}.", $"Vazio: {DefaultApi}.")),
            new(
                Names.FirstNameField,
                new("First name field", "Campo del nombre", "Campo do nome"),
                new(
                    $"The field that gets first names; '{DefaultFirstNameField}' when empty, '{NoField}' for none.",
                    $"El campo que recibe el nombre; vacío: '{DefaultFirstNameField}', '{NoField}': ninguno.",
                    $"O campo que recebe o nome; vazio: '{DefaultFirstNameField}', '{NoField}': nenhum.")),
            new(
                Names.LastNameField,
                new("Last name field", "Campo del apellido", "Campo do sobrenome"),
                new(
                    $"The field that gets last names; '{DefaultLastNameField}' when empty, '{NoField}' for none.",
                    $"El campo que recibe el apellido; vacío: '{DefaultLastNameField}', '{NoField}': ninguno.",
                    $"O campo que recebe o sobrenome; vazio: '{DefaultLastNameField}', '{NoField}': nenhum.")),
            new(
                Names.BatchSize,
                new("Batch size", "Tamaño de lote", "Tamanho do lote"),
                new("Contacts in one request, 1 to 500; 100 when empty.", "Contactos por consulta, de 1 a 500; vacío: 100.", "Contatos por consulta, de 1 a 500; vazio: 100.")),
            new(
                Names.RequestsPerMinute,
                new("Requests per minute", "Consultas por minuto", "Consultas por minuto"),
                new("At most this many, 6 to 6000; 120 when empty.", "Como máximo, de 6 a 6000; vacío: 120.", "No máximo, de 6 a 6000; vazio: 120.")),
        ],
    };
}
