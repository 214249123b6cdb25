using Icomm.Actors.Publishing.Files;

namespace Icomm.Actors.Publishing.Csv;

/// <summary>Makes CSV files.</summary>
internal sealed class CsvSinkFactory(TargetFolder folder) : IContactSinkFactory
{
    private const string FileName = "fileName";
    private const string ByteOrderMark = "byteOrderMark";
    private const string DefaultFileName = "contacts.csv";

    public string Type => ContactSinkTypes.Csv;

    public SinkDescription Description { get; } = new()
    {
        DisplayName = new("CSV file", "Archivo CSV", "Arquivo CSV"),
        Fields =
        [
            new(
                FileName,
                new("File name", "Nombre del archivo", "Nome do arquivo"),
                new(
                    $"'{DefaultFileName}' when empty; {FileSettings.DatePlace} stands for the day as yyyyMMdd.",
                    $"Vacío: '{DefaultFileName}'; {FileSettings.DatePlace} se reemplaza por el día como yyyyMMdd.",
                    $"Vazio: '{DefaultFileName}'; {FileSettings.DatePlace} é substituído pelo dia como yyyyMMdd.")),
            new(
                ByteOrderMark,
                new("Byte order mark", "Marca de orden de bytes", "Marca de ordem de bytes"),
                new(
                    "'true' to begin the file with one, for Excel; 'false' when empty.",
                    "'true' para que el archivo empiece con una, para Excel; vacío: 'false'.",
                    "'true' para que o arquivo comece com uma, para o Excel; vazio: 'false'.")),
        ],
    };

    public IContactSink Create(PublicationTarget target, DateOnly asOf) => new CsvContactSink(
        Path.Combine(folder.Of(target), FileSettings.FileName(target, FileName, DefaultFileName, asOf)), FileSettings.Flag(target, ByteOrderMark, standard: false));

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
}
