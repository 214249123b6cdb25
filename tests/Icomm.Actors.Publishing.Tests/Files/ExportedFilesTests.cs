using Icomm.Actors.Publishing.Tests.Support;

namespace Icomm.Actors.Publishing.Tests.Files;

/// <summary>Persons are taken out of files that were written before they were erased.</summary>
public sealed class ExportedFilesTests : IDisposable
{
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
    public async Task Nobody_is_looked_for_without_a_text_or_in_another_folder()
    {
        await PublishAsync("contacts.csv", People.Persons(3), "false");
        Assert.Empty(await RemoveAsync());
        Assert.Empty(await _harness.Exported.RemoveAsync("acme", "other", [People.Email(1)], CancellationToken.None));
        using var without = new FileHarness(hasRoot: false);
        Assert.Empty(await without.Exported.RemoveAsync("acme", "main", [People.Email(1)], CancellationToken.None));
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

    private async Task<IEnumerable<string>> RemoveAsync(params string[] texts) => await _harness.Exported.RemoveAsync("acme", "main", texts, CancellationToken.None);

    private Task<byte[]> BytesAsync(string name) => File.ReadAllBytesAsync(Path.Combine(_harness.Folder, name));
}
