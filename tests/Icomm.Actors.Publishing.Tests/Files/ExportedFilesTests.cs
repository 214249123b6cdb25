using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Publishing.Files;
using Icomm.Actors.Publishing.Omnichannel;
using Icomm.Actors.Publishing.Tests.Support;

namespace Icomm.Actors.Publishing.Tests.Files;

/// <summary>Persons are taken out of files that were written before they were erased.</summary>
public sealed class ExportedFilesTests : IDisposable
{
    /// <summary>In the order in which a person is taken out of them.</summary>
    private static readonly string[] Kinds = ["ORDERSDETAILCATEGORIES", "ORDERSDETAIL", "ORDERS", "CUSTOMERS"];

    private readonly FileHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_file_without_a_person_is_to_the_byte_what_would_have_been_written_without(string mark)
    {
        // Names of many lines and odd quotes: rows that are no lines.
        var people = People.Persons(3_000).Select((person, i) => i % 3 == 0 ? person with { FirstName = "A\r\n\"B\n", LastName = i % 2 == 0 ? "\"" : null } : person).ToArray();
        await PublishAsync("erased.csv", people, mark);
        await PublishAsync("never.csv", [.. people.Where((_, i) => i is not (12 or 13 or 2_999))], mark);

        Assert.Equal(["erased.csv"], await RemoveAsync(People.Email(12).ToUpperInvariant(), People.Email(13), People.Email(2_999)));

        Assert.Equal(await BytesAsync("never.csv"), await BytesAsync("erased.csv"));
        Assert.Equal(["acme/main/erased.csv", "acme/main/never.csv"], _harness.Files());
        Assert.Empty(await RemoveAsync(People.Email(12)));
    }

    [Fact]
    public async Task A_lone_quote_ends_no_row_of_a_delimited_file()
    {
        await using (var sink = _harness.Sink("omnichannel", ("instance", "UY-1")))
        {
            await sink.SendAsync([People.Person(1) with { FirstName = "\"" }, People.Person(2), People.Person(3) with { LastName = "5\" pipe" }, People.Person(4)], CancellationToken.None);
            await sink.CompleteAsync(CancellationToken.None);
        }

        var file = Assert.Single(await RemoveAsync(People.Email(3)));
        var rows = (await File.ReadAllTextAsync(Path.Combine(_harness.Folder, file))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([People.Email(1), People.Email(2), People.Email(4)], rows.Skip(1).Select(row => row.Split('|')[1]));
    }

    [Fact]
    public async Task The_persons_orders_go_from_every_days_files_with_their_details()
    {
        DateOnly[] days = [FileHarness.AsOf, FileHarness.AsOf.AddDays(1)];
        foreach (var day in days)
            await PublishAsync(day, (1, "c1", [Order("7", "web", "c1"), Order("8", "web", "c1")]), (2, "c11", [Order("9", "web", "c11"), Order("7", "mall", "c11")]));

        Assert.Equal(days.SelectMany(day => Kinds.Select(kind => Name(kind, day))), await RemoveAsync(People.Email(1)));

        foreach (var day in days)
        {
            Assert.Equal(["c11|person2@shop.example"], await KeysAsync("CUSTOMERS", day));
            foreach (var kind in Kinds[..3])
                Assert.Equal(["9|web", "7|mall"], await KeysAsync(kind, day));
        }

        Assert.Empty(await RemoveAsync(People.Email(1)));
    }

    [Fact]
    public async Task Of_an_id_that_customers_of_two_stores_have_the_orders_of_the_persons_store_go()
    {
        await PublishAsync(FileHarness.AsOf, (1, "5", [Order("7", "web|uy", "5")]), (2, "5", [Order("7", "mall", "5")]));

        await RemoveAsync(new ExportedPerson([People.Email(1)], [("web|uy", "5")]));

        Assert.Equal(["5|person2@shop.example"], await KeysAsync("CUSTOMERS", FileHarness.AsOf));
        foreach (var kind in Kinds[..3])
            Assert.Equal(["7|mall"], await KeysAsync(kind, FileHarness.AsOf));
    }

    [Fact]
    public async Task Orders_that_could_not_be_taken_out_are_found_again()
    {
        await PublishAsync(FileHarness.AsOf, (1, "c1", [Order("7", "web", "c1")]), (2, "c2", [Order("8", "web", "c2")]));
        await using (File.Create(Path.Combine(_harness.Folder, $".{Name("ORDERS", FileHarness.AsOf)}.partial")))
            await Assert.ThrowsAsync<PublishException>(() => RemoveAsync(People.Email(1)));

        Assert.Equal([Name("ORDERS", FileHarness.AsOf), Name("CUSTOMERS", FileHarness.AsOf)], await RemoveAsync(People.Email(1)));

        foreach (var kind in Kinds[..3])
            Assert.Equal(["8|web"], await KeysAsync(kind, FileHarness.AsOf));
    }

    [Fact]
    public async Task Nobody_is_looked_for_without_a_text_or_in_another_folder()
    {
        await PublishAsync("contacts.csv", People.Persons(3), "false");
        Assert.Empty(await RemoveAsync());
        Assert.Empty(await _harness.Exported.RemoveAsync("acme", "other", new ExportedPerson([People.Email(1)], []), CancellationToken.None));
        using var without = new FileHarness(hasRoot: false);
        Assert.Empty(await without.Exported.RemoveAsync("acme", "main", new ExportedPerson([People.Email(1)], []), CancellationToken.None));
    }

    [Fact]
    public async Task A_file_that_is_being_written_is_left_as_it_is()
    {
        await PublishAsync("contacts.csv", People.Persons(3), "false");
        var before = await BytesAsync("contacts.csv");
        await using (var sink = _harness.Sink("csv", ("fileName", "contacts.csv")))
        {
            await sink.SendAsync(People.Persons(1), CancellationToken.None);
            var refused = await Assert.ThrowsAsync<PublishException>(() => RemoveAsync(People.Email(1)));
            Assert.Equal((PublishProblems.FileFailedCode, true), (refused.Code, refused.IsTransient));
        }

        Assert.Equal(before, await BytesAsync("contacts.csv"));
        Assert.Equal(["contacts.csv"], await RemoveAsync(People.Email(1)));
    }

    private async Task PublishAsync(string name, Contact[] people, string mark)
    {
        await using var sink = _harness.Sink("csv", ("fileName", name), ("byteOrderMark", mark));
        foreach (var batch in people.Chunk(sink.MaxBatch))
            await sink.SendAsync(batch, CancellationToken.None);
        await sink.CompleteAsync(CancellationToken.None);
    }

    private async Task PublishAsync(DateOnly asOf, params (int Number, string UserId, OmnichannelOrder[] Orders)[] people)
    {
        await using var sink = _harness.Registry.Create(FileHarness.Target("omnichannel", ("instance", "UY-1")), asOf);
        foreach (var (number, userId, orders) in people)
        {
            await ((IOrderSink)sink).SendOrdersAsync(orders, CancellationToken.None);
            await sink.SendAsync([People.Person(number) with { UserId = userId }], CancellationToken.None);
        }

        await sink.CompleteAsync(CancellationToken.None);
    }

    private static OmnichannelOrder Order(string number, string store, string userId) => new()
    {
        OrderNumber = number, StoreCode = store, UserId = userId, Date = FileHarness.AsOf, Units = Quantity.From(1), DistinctProducts = 1, NetAmount = Money.From(10),
        Products = [new("p1", "Polera")], Categories = [new("k1", "Ropa")],
    };

    private static string Name(string kind, DateOnly day) => $"ICOMMKT_{kind}_UY-1_{day:yyyyMMdd}";

    /// <summary>The first two columns of each row below the header.</summary>
    private async Task<IEnumerable<string>> KeysAsync(string kind, DateOnly day) =>
        (await File.ReadAllLinesAsync(Path.Combine(_harness.Folder, Name(kind, day)))).Skip(1).Select(row => string.Join('|', row.Split('|')[..2]));

    private Task<IEnumerable<string>> RemoveAsync(params string[] texts) => RemoveAsync(new ExportedPerson(texts, []));

    private async Task<IEnumerable<string>> RemoveAsync(ExportedPerson person) => await _harness.Exported.RemoveAsync("acme", "main", person, CancellationToken.None);

    private Task<byte[]> BytesAsync(string name) => File.ReadAllBytesAsync(Path.Combine(_harness.Folder, name));
}
