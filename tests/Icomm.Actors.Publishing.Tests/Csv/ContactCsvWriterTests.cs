using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Publishing.Csv;
using Icomm.Actors.Publishing.Tests.Support;

namespace Icomm.Actors.Publishing.Tests.Csv;

public sealed class ContactCsvWriterTests
{
    private static readonly ImmutableArray<string> Names = ["ICOMMKT_Products_30_Days", "ICOMMKT_Amount_30_Days", "ICOMMKT_Last_Purchase_Date", "ICOMMKT_RFM_Group"];

    [Fact]
    public async Task Bytes_are_as_published()
    {
        var contact = new Contact
        {
            ProfileId = "p",
            Email = "ana@shop.example",
            FirstName = "Ana, \"la\" Única",
            LastName = null,
            Fields =
            [
                new(Names[0], ImmutableArray.Create("Polera|azul", "Zapato")), new(Names[1], Money.From(1234567.5m)), new(Names[2], new DateOnly(2026, 2, 3)), new(Names[3], null),
            ],
        };

        Assert.Equal(
            "Email,FirstName,LastName,ICOMMKT_Products_30_Days,ICOMMKT_Amount_30_Days,ICOMMKT_Last_Purchase_Date,ICOMMKT_RFM_Group\r\n"
            + "ana@shop.example,\"Ana, \"\"la\"\" Única\",,Polera/azul|Zapato,1234567.5,2026-02-03,\r\n",
            Encoding.UTF8.GetString(await WriteAsync([contact], Names)));
    }

    [Fact]
    public async Task The_header_is_every_indicator_in_the_published_order()
    {
        var records = CsvParser.Parse(Encoding.UTF8.GetString(await WriteAsync([], PublishedFields.Names)));

        Assert.Equal(["Email", "FirstName", "LastName", .. IndicatorNames.All.Select(indicator => indicator.Name)], Assert.Single(records));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("a,b")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("a\"b\",\"c")]
    [InlineData("line\r\nbreak")]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("lone\nfeed")]
    [InlineData("lone\rreturn")]
    [InlineData(" blanks around ")]
    [InlineData("\ttab")]
    [InlineData("=HYPERLINK(\"http://x\")")]
    [InlineData("+1-2@cmd|'/C calc'!A0")]
    [InlineData("Ñandú 😀 日本語 \u2028 \u0085")]
    [InlineData("semi;colon|pipe")]
    [InlineData("#comment")]
    [InlineData("\0")]
    public async Task Text_comes_back_as_it_was(string text)
    {
        var contact = People.Person(1) with { FirstName = text, LastName = text + text, Fields = [new(Names[3], text)] };

        var records = CsvParser.Parse(Encoding.UTF8.GetString(await WriteAsync([contact, contact], Names)));

        Assert.Equal(3, records.Count);
        Assert.All(records.Skip(1), record => Assert.Equal([contact.Email, text, text + text, "", "", "", text], record));
    }

    [Fact]
    public async Task Random_text_comes_back_as_it_was()
    {
        const string alphabet = "ab,\"\r\n ;|=\t'é😀";
        var random = new Random(1);
        var people = Enumerable.Range(0, 300).Select(number => People.Person(number) with
        {
            FirstName = Text(), LastName = Text(), Fields = [new(Names[3], Text())],
        }).ToArray();

        var records = CsvParser.Parse(Encoding.UTF8.GetString(await WriteAsync(people, Names)));

        Assert.Equal(people.Select(each => (each.Email, each.FirstName, each.LastName, each.Fields[0].Value)), records.Skip(1).Select(each => (each[0], (string?)each[1], (string?)each[2], (object?)each[6])));

        string Text() => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => alphabet.EnumerateRunes().ElementAt(random.Next(alphabet.EnumerateRunes().Count()))));
    }

    [Fact]
    public async Task Every_indicator_stands_in_its_column()
    {
        var person = People.Person(5);
        var reordered = person with { Fields = [.. person.Fields.Reverse()] };

        var records = CsvParser.Parse(Encoding.UTF8.GetString(await WriteAsync([person, reordered], PublishedFields.Names)));

        Assert.Equal(records[1], records[2]);
        var wanted = Oracle.Fields(person);
        for (var column = 3; column < records[0].Length; column++)
        {
            // Days are the one thing that CSV and the contacts API write differently.
            if (!records[0][column].EndsWith("_Date", StringComparison.Ordinal))
                Assert.Equal(wanted[records[0][column]], records[1][column]);
        }
    }

    [Fact]
    public async Task A_field_without_a_column_is_not_dropped_in_silence() =>
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync([People.Person(1) with { Fields = [new("ICOMMKT_New", 1)] }], Names));

    [Fact]
    public async Task A_byte_order_mark_comes_only_when_asked_for()
    {
        Assert.Equal([0xEF, 0xBB, 0xBF, (byte)'E'], (await WriteAsync([], Names, byteOrderMark: true))[..4]);
        Assert.Equal("Email"u8.ToArray(), (await WriteAsync([], Names))[..5]);
    }

    [Fact]
    public async Task It_streams_into_a_pipe_that_refuses_blocking_writes()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var people = People.Persons(200);
        await using (var writer = new ContactCsvWriter(pipe.Writer, PublishedFields.Names))
        {
            await writer.WriteHeaderAsync(CancellationToken.None);
            foreach (var person in people)
                await writer.WriteAsync(person, CancellationToken.None);
            await writer.FlushAsync(CancellationToken.None);
        }

        await pipe.Writer.CompleteAsync();
        using var piped = new MemoryStream();
        await pipe.Reader.CopyToAsync(piped);
        Assert.Equal(await WriteAsync(people, PublishedFields.Names), piped.ToArray());
    }

    private static async Task<byte[]> WriteAsync(IEnumerable<Contact> people, ImmutableArray<string> names, bool byteOrderMark = false)
    {
        using var stream = new AsyncOnlyStream();
        await using (var writer = new ContactCsvWriter(stream, names, byteOrderMark))
        {
            await writer.WriteHeaderAsync(CancellationToken.None);
            foreach (var person in people)
                await writer.WriteAsync(person, CancellationToken.None);
            await writer.FlushAsync(CancellationToken.None);
        }

        return stream.ToArray();
    }

    /// <summary>Refuses blocking writes, as an HTTP answer does.</summary>
    private sealed class AsyncOnlyStream : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("blocking write");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new InvalidOperationException("blocking write");

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            base.Write(buffer, offset, count);
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            base.Write(buffer.ToArray(), 0, buffer.Length);
            return ValueTask.CompletedTask;
        }
    }
}
