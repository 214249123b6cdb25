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

    /// <summary>To be asked for before anything is answered: what can't be read is a problem then, and no file that breaks off.</summary>
    public Task<MasterDataPage> ReadFirstAsync(CancellationToken cancellationToken) => ReadAsync(cursor: null, cancellationToken);

    public async Task WriteAsync(Stream stream, MasterDataPage first, CancellationToken cancellationToken)
    {
        await using var csv = new ContactCsvWriter(stream, PublishedFields.Names);
        await csv.WriteHeaderAsync(cancellationToken);
        for (var page = first; ; page = await ReadAsync(page.NextCursor, cancellationToken))
        {
            foreach (var row in page.Rows)
                await csv.WriteAsync(ContactOf(row), cancellationToken);

            // A receiver that is slower than the store sets the pace.
            await csv.FlushAsync(cancellationToken);
            if (page.NextCursor is null)
                return;
        }
    }

    private Task<MasterDataPage> ReadAsync(string? cursor, CancellationToken cancellationToken) =>
        rows.ListAsync(database.Account, database.DatabaseId, query.Page(cursor, PageSize), cancellationToken);

    private Contact ContactOf(MasterDataRow row) => new()
    {
        ProfileId = row.Profile.ProfileId,
        Email = row.Profile.Email ?? "",
        FirstName = row.Profile.FirstName,
        LastName = row.Profile.LastName,
        Fields = [.. MasterDataFields.Of(row, asOf).Select(ContactField.Of)],
    };
}
