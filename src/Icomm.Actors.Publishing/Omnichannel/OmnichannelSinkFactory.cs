using System.Text.RegularExpressions;
using Icomm.Actors.Publishing.Files;

namespace Icomm.Actors.Publishing.Omnichannel;

/// <summary>Makes the omnichannel files.</summary>
internal sealed partial class OmnichannelSinkFactory(TargetFolder folder) : IContactSinkFactory
{
    private const string Instance = "instance";
    private const string Header = "header";

    public string Type => ContactSinkTypes.Omnichannel;

    public SinkDescription Description { get; } = new()
    {
        DisplayName = new("Omnichannel files", "Archivos omnicanal", "Arquivos omnicanal"),
        Fields =
        [
            new(
                Instance,
                new("Instance", "Instancia", "Instância"),
                new(
                    "ICOMMKT's id of the instance, which is part of the files' names: letters, digits and -.",
                    "El identificador de la instancia en ICOMMKT, que es parte del nombre de los archivos: letras, cifras y -.",
                    "O identificador da instância no ICOMMKT, que faz parte do nome dos arquivos: letras, algarismos e -."),
                IsRequired: true),
            new(
                Header,
                new("Header", "Encabezado", "Cabeçalho"),
                new(
                    "'false' to leave out the line of column names; 'true' when empty.",
                    "'false' para omitir la línea con los nombres de las columnas; vacío: 'true'.",
                    "'false' para omitir a linha com os nomes das colunas; vazio: 'true'.")),
        ],
    };

    public IContactSink Create(PublicationTarget target, DateOnly asOf)
    {
        var instance = target.Require(Instance);
        if (!InstanceId().IsMatch(instance))
            throw PublishProblems.SettingInvalid(Instance, "Write the instance's id as ICOMMKT gave it: up to 30 letters, digits and -.");
        return new OmnichannelSink(folder.Of(target), instance, asOf, FileSettings.Flag(target, Header, standard: true));
    }

    public async Task<PublishProblem?> VerifyAsync(PublicationTarget target, CancellationToken cancellationToken)
    {
        try
        {
            await using var sink = Create(target, DateOnly.MinValue);
            folder.Check(target);
            return null;
        }
        catch (PublishException failure)
        {
            return failure.Problem;
        }
    }

    // Without _, which separates the parts of the name.
    [GeneratedRegex(@"^[A-Za-z0-9-]{1,30}\z")]
    private static partial Regex InstanceId();
}
