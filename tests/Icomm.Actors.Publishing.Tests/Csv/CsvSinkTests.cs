using System.Collections.Immutable;
using System.Text;
using Icomm.Actors.Publishing.Tests.Support;

namespace Icomm.Actors.Publishing.Tests.Csv;

public sealed class CsvSinkTests : IDisposable
{
    private readonly FileHarness _harness = new();

    private string FilePath => Path.Combine(_harness.Folder, "contacts.csv");

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task A_file_appears_whole_when_the_publication_is_complete()
    {
        var people = People.Persons(2_500);
        await using (var sink = _harness.Sink("csv"))
        {
            foreach (var batch in people.Chunk(sink.MaxBatch))
                Assert.All(await sink.SendAsync(batch, CancellationToken.None), outcome => Assert.True(outcome.IsAccepted));
            Assert.False(File.Exists(FilePath));
            Assert.False(sink.CanResume);
            await sink.CompleteAsync(CancellationToken.None);
        }

        var records = CsvParser.Parse(await File.ReadAllTextAsync(FilePath));
        Assert.Equal(people.Select(person => person.Email), records.Skip(1).Select(record => record[0]));
        Assert.Equal(["acme/main/contacts.csv"], _harness.Files());
    }

    [Fact]
    public async Task A_publication_that_ends_early_leaves_the_file_of_the_day_before()
    {
        await PublishAsync(1);
        var before = await File.ReadAllTextAsync(FilePath);

        await using (var sink = _harness.Sink("csv"))
            await sink.SendAsync(People.Persons(5), CancellationToken.None);

        Assert.Equal(before, await File.ReadAllTextAsync(FilePath));
        Assert.Equal(["acme/main/contacts.csv"], _harness.Files());
        await PublishAsync(2);
        Assert.Equal(3, CsvParser.Parse(await File.ReadAllTextAsync(FilePath)).Count);
    }

    [Fact]
    public async Task What_a_crash_left_behind_is_overwritten()
    {
        Directory.CreateDirectory(_harness.Folder);
        await File.WriteAllTextAsync(Path.Combine(_harness.Folder, ".contacts.csv.partial"), new string('x', 100_000));

        await PublishAsync(1);

        Assert.Equal(2, CsvParser.Parse(await File.ReadAllTextAsync(FilePath)).Count);
        Assert.Equal(["acme/main/contacts.csv"], _harness.Files());
    }

    [Fact]
    public async Task Nobody_is_a_file_with_a_header()
    {
        await PublishAsync(0);

        Assert.Single(CsvParser.Parse(await File.ReadAllTextAsync(FilePath)));
    }

    [Fact]
    public async Task Two_publications_never_write_the_same_file_at_once()
    {
        await using var first = _harness.Sink("csv");
        await first.SendAsync(People.Persons(1), CancellationToken.None);
        await using (var second = _harness.Sink("csv"))
        {
            var failure = await Assert.ThrowsAsync<PublishException>(() => second.SendAsync(People.Persons(1), CancellationToken.None));
            Assert.Equal(("publish_file_failed", true), (failure.Code, failure.IsTransient));
            Assert.DoesNotContain(_harness.Root, failure.Message, StringComparison.Ordinal);
        }

        await first.CompleteAsync(CancellationToken.None);
        Assert.Equal(2, CsvParser.Parse(await File.ReadAllTextAsync(FilePath)).Count);
    }

    [Fact]
    public async Task A_name_may_hold_the_day()
    {
        await using (var sink = _harness.Sink("csv", ("fileName", "base_{date}.csv"), ("byteOrderMark", "true")))
            await sink.CompleteAsync(CancellationToken.None);

        Assert.Equal(["acme/main/base_20260301.csv"], _harness.Files());
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), (await File.ReadAllBytesAsync(Path.Combine(_harness.Folder, "base_20260301.csv")))[..3]);
    }

    [Theory]
    [InlineData("../contacts.csv")]
    [InlineData("/etc/passwd")]
    [InlineData("a/b.csv")]
    [InlineData("a\\b.csv")]
    [InlineData(".hidden")]
    [InlineData("..")]
    [InlineData("line\nbreak")]
    [InlineData("nul\0l")]
    public async Task A_merchant_names_files_and_never_folders(string name)
    {
        Assert.Equal("publish_setting_invalid", Assert.Throws<PublishException>(() => _harness.Sink("csv", ("fileName", name))).Code);
        Assert.Equal("publish_setting_invalid", (await _harness.Registry.VerifyAsync(FileHarness.Target("csv", ("fileName", name)), CancellationToken.None))?.Code);
    }

    [Theory]
    [InlineData("../../etc", "%2e%2e/%2e%2e/etc")]
    [InlineData("a.b/c", "a%2eb/c")]
    [InlineData("//", "%/%/%")]
    [InlineData("ñ/x", "%c3%b1/x")]
    public async Task Whatever_a_database_is_called_its_folder_lies_under_the_root(string id, string folder)
    {
        await using (var sink = _harness.Registry.Create(new PublicationTarget(id, "csv", ImmutableDictionary<string, string>.Empty), FileHarness.AsOf))
            await sink.CompleteAsync(CancellationToken.None);

        Assert.Equal([folder + "/contacts.csv"], _harness.Files());
    }

    [Fact]
    public async Task Verifying_leaves_nothing_behind()
    {
        Assert.Null(await _harness.Registry.VerifyAsync(FileHarness.Target("csv"), CancellationToken.None));
        Assert.Null(await _harness.Registry.VerifyAsync(FileHarness.Target("omnichannel", ("instance", "UY-1")), CancellationToken.None));
        Assert.Empty(_harness.Files());
    }

    [Fact]
    public async Task Without_a_root_there_are_no_files()
    {
        using var off = new FileHarness(hasRoot: false);

        Assert.Equal("publish_files_off", (await off.Registry.VerifyAsync(FileHarness.Target("csv"), CancellationToken.None))?.Code);
        Assert.Equal("publish_files_off", Assert.Throws<PublishException>(() => off.Sink("omnichannel", ("instance", "1"))).Code);
    }

    [Fact]
    public async Task A_folder_that_is_in_the_way_is_said()
    {
        await File.WriteAllTextAsync(Path.Combine(_harness.Root, "acme"), "not a folder");

        Assert.Equal("publish_file_failed", (await _harness.Registry.VerifyAsync(FileHarness.Target("csv"), CancellationToken.None))?.Code);
        await using var sink = _harness.Sink("csv");
        Assert.Equal("publish_file_failed", (await Assert.ThrowsAsync<PublishException>(() => sink.CompleteAsync(CancellationToken.None))).Code);
    }

    private async Task PublishAsync(int count)
    {
        await using var sink = _harness.Sink("csv");
        await sink.SendAsync(People.Persons(count), CancellationToken.None);
        await sink.CompleteAsync(CancellationToken.None);
    }
}
