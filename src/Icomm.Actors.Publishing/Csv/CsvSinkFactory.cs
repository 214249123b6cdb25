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
        DisplayName = "CSV file",
        Fields =
        [
            new(FileName, "File name", $"'{DefaultFileName}' when empty; {FileSettings.DatePlace} stands for the day as yyyyMMdd.", IsRequired: false, IsSecret: false),
            new(ByteOrderMark, "Byte order mark", "'true' to begin the file with one, for Excel; 'false' when empty.", IsRequired: false, IsSecret: false),
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
