using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Publishing;
using Icomm.Actors.Publishing.Csv;

namespace Icomm.Actors.Silo.Queries;

/// <summary>Profiles as a CSV file that is sent while it is read: a page at a time is in memory, however many there are.</summary>
internal sealed class ProfileExport(DatabaseRow database, DateOnly asOf, ProfileQuery query, IMasterDataQueries rows)
{
    public const string ContentType = "text/csv";

    private const int PageSize = 500;

    public string FileName { get; } = $"profiles-{asOf:yyyy-MM-dd}.csv";

    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using var csv = new ContactCsvWriter(stream, PublishedFields.Names);
        await csv.WriteHeaderAsync(cancellationToken);
        string? cursor = null;
        do
        {
            var page = await rows.ListAsync(database.Account, database.DatabaseId, query.Page(cursor, PageSize), cancellationToken);
            foreach (var row in page.Rows)
                await csv.WriteAsync(ContactOf(row), cancellationToken);

            // A receiver that is slower than the store sets the pace.
            await csv.FlushAsync(cancellationToken);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    private Contact ContactOf(MasterDataRow row) => new()
    {
        ProfileId = row.Profile.ProfileId,
        Email = row.Profile.Email ?? "",
        FirstName = row.Profile.FirstName,
        LastName = row.Profile.LastName,
        Fields = [.. MasterDataFields.Of(row, asOf).Select(ContactField.Of)],
    };
}
