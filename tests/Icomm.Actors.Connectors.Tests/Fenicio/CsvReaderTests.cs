using System.Text;
using Icomm.Actors.Connectors.Fenicio.Files;

namespace Icomm.Actors.Connectors.Tests.Fenicio;

/// <summary>Rows of files with delimiters.</summary>
public sealed class CsvReaderTests
{
    private static readonly string[] Pieces = ["a", "ñandú", "\"", ",", ";", "\t", "\n", "\r\n", "é", "", "😀", " ", "x\"y", "1,5"];

    [Theory]
    [InlineData("a,b\n1,2\n", "a|b/1|2")]
    [InlineData("a;b\r\n1;2", "a|b/1|2")]
    [InlineData("a\tb\r1\t2\r", "a|b/1|2")]
    [InlineData("\uFEFFa,b\n1,2", "a|b/1|2")]
    [InlineData("\n\n a,b\n\n1,2\n  \n", " a|b/1|2")]
    [InlineData("a,b\n\"1\n\"\"x\"\", y\",2", "a|b/1\n\"x\", y|2")]
    [InlineData("a;b\n1,5;2", "a|b/1,5|2")]
    [InlineData("\"a,b\";c;d\n1;2;3", "a,b|c|d/1|2|3")]
    [InlineData("a,b\n,\n", "a|b/|")]
    [InlineData("a,b\n1,", "a|b/1|")]
    [InlineData("a,b\nsay \"hi\",2", "a|b/say \"hi\"|2")]
    [InlineData("a,b\n\"1\"x,2", "a|b/1x|2")]
    [InlineData("alone", "alone")]
    [InlineData("", "")]
    public async Task Rows_are_what_they_say(string file, string expected) =>
        Assert.Equal(expected, string.Join('/', (await ReadAsync(Encoding.UTF8.GetBytes(file))).Select(row => string.Join('|', row.Fields))));

    [Fact]
    public async Task Lines_are_counted_through_line_breaks_in_quotes() =>
        Assert.Equal([1L, 2, 5, 6, 8], (await ReadAsync("a,b\r\n\"1\r\n\r\n\",2\r\n3,4\n\"x\ny\",5\r6,7"u8.ToArray())).Select(row => row.Line));

    [Fact]
    public async Task Any_table_is_read_back_whatever_the_pieces_it_arrives_in()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var delimiter = ",;\t"[random.Next(3)];
            var columns = random.Next(2, 6);
            string[][] table = [[.. Enumerable.Range(0, columns).Select(column => $"c{column}")], .. Enumerable.Range(0, random.Next(20)).Select(_ => Enumerable.Range(0, columns)
                .Select(_ => string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Pieces[random.Next(Pieces.Length)]))).ToArray())];
            var newLine = random.Next(2) == 0 ? "\n" : "\r\n";
            var text = string.Join(newLine, table.Select(row => string.Join(delimiter, row.Select(field => $"\"{field.Replace("\"", "\"\"")}\""))));

            var read = await ReadAsync(Encoding.UTF8.GetBytes(text), random.Next(1, 9));

            Assert.True(table.Select(row => string.Join('|', row)).SequenceEqual(read.Select(row => string.Join('|', row.Fields))), $"seed {seed}");
        }
    }

    [Fact]
    public async Task A_wrong_byte_is_named_by_its_line()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var lines = Enumerable.Range(0, random.Next(2, 40)).Select(line => line == 0 ? "a,b" : random.Next(3) == 0 ? $"\"{line}\nñ\",x" : $"{line},ñ").ToArray();
            var file = Encoding.UTF8.GetBytes(string.Join('\n', lines));
            var place = random.Next(file.Length);
            while (file[place] is (byte)'\n' or (byte)'"' or (byte)',' or >= 0x80)
                place = random.Next(file.Length);
            file[place] = 0xE9;

            var failure = await Assert.ThrowsAsync<StoreException>(() => ReadAsync(file));

            Assert.Equal("file_not_utf8", failure.Problem.Code);
            Assert.True(failure.Problem.Message.En.Contains($"line {1 + file.AsSpan(0, place).Count((byte)'\n')} ", StringComparison.Ordinal), $"seed {seed}: {failure.Problem.Message.En}");
        }
    }

    [Fact]
    public async Task Half_a_character_on_each_side_of_a_delimiter_is_none() =>
        Assert.Equal("file_not_utf8", (await Assert.ThrowsAsync<StoreException>(() => ReadAsync([(byte)'a', (byte)',', (byte)'b', (byte)'\n', 0xC3, (byte)',', 0xB1]))).Problem.Code);

    [Fact]
    public async Task A_row_without_an_end_is_refused_before_it_fills_the_memory()
    {
        var endless = Encoding.UTF8.GetBytes("a,b\n1,2\n\"" + new string('x', CsvReader.LongestRow + 10));

        var failure = await Assert.ThrowsAsync<StoreException>(() => ReadAsync(endless));

        Assert.Equal("file_row_too_long", failure.Problem.Code);
        Assert.Contains("line 3", failure.Problem.Message.En);
        Assert.Equal("file_row_too_long", (await Assert.ThrowsAsync<StoreException>(() => ReadAsync(Encoding.UTF8.GetBytes(new string(',', CsvReader.LongestRow + 10))))).Problem.Code);
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_is_said_with_its_line()
    {
        var failure = await Assert.ThrowsAsync<StoreException>(() => ReadAsync("a,b\n1,2\n\"3,4\n5,6\n"u8.ToArray()));

        Assert.Equal("file_quote_open", failure.Problem.Code);
        Assert.Contains("line 3", failure.Problem.Message.En);
    }

    private static async Task<List<(long Line, string[] Fields)>> ReadAsync(byte[] file, int piece = int.MaxValue)
    {
        var csv = new CsvReader(new Trickle(file, piece));
        await csv.OpenAsync(CancellationToken.None);
        var rows = new List<(long, string[])>();
        while (await csv.ReadAsync(CancellationToken.None))
            rows.Add((csv.Line, [.. Enumerable.Range(0, csv.Count).Select(field => Encoding.UTF8.GetString(csv[field]))]));
        return rows;
    }

    /// <summary>Gives at most so many bytes at once.</summary>
    private sealed class Trickle(byte[] file, int piece) : MemoryStream(file)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default) =>
            new(Read(destination.Span[..Math.Min(piece, destination.Length)]));
    }
}
