using System.Text;
using System.Text.Json;
using Icomm.Actors.Connectors.Records;

namespace Icomm.Actors.Connectors.Tests.Records;

/// <summary>Fields and texts of records that a store wrote badly.</summary>
public sealed class RecordTests
{
    [Fact]
    public void Damaged_bytes_cost_a_field_and_no_record()
    {
        using var document = JsonDocument.Parse((byte[])[.. "{\"name\": \"a"u8, 0xFF, .. "\", \"id\": \" 7 \", \"flag\": true, \"empty\": \" \"}"u8]);

        Assert.Null(RecordJson.Text(document.RootElement, "name"));
        Assert.Equal(("7", "true", null), (RecordJson.Text(document.RootElement, "id"), RecordJson.Text(document.RootElement, "flag"), RecordJson.Text(document.RootElement, "empty")));
        Assert.Contains("a\uFFFD", RecordRaw.Of(document.RootElement));
        Assert.Equal("{\"id\":\" 7 \",\"flag\":true,\"empty\":\" \"}", RecordRaw.Of(document.RootElement, name => name == "name"));
    }

    [Fact]
    public void A_name_that_is_no_text_is_left_out_where_fields_are()
    {
        using var document = JsonDocument.Parse("""{"\ud83d": "4242", "inner": [{"card": "4242", "other": "\ud83d", "rest": 1e400}]}""");

        Assert.Equal("""{"inner":[{"other":"\ud83d","rest":1e400}]}""", RecordRaw.Of(document.RootElement, name => name == "card"));
    }

    [Theory]
    [InlineData("""{"id": 7, "\ud83d": 8}""", "7")]
    [InlineData("""{"\ud83d": 8, "id": 7}""", "7")]
    [InlineData("""{"id": 6, "\ud83d": 8, "id": 7, "\udc00": 9}""", "7")]
    [InlineData("""{"\ud83d": 8}""", null)]
    public void A_name_that_is_no_text_costs_no_field_beside_it(string json, string? id)
    {
        using var document = JsonDocument.Parse(json);

        Assert.Equal(id, RecordJson.Text(document.RootElement, "id"));
    }

    [Theory]
    [InlineData("ab\uD83D\uDE00", 3, "ab")]
    [InlineData("ab\uD83D\uDE00", 4, "ab\uD83D\uDE00")]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    public void A_cut_leaves_whole_characters(string text, int longest, string cut) => Assert.Equal(cut, RecordText.Cut(text, longest));

    [Fact]
    public void What_is_kept_of_a_record_is_bounded()
    {
        var raw = RecordRaw.Of(Encoding.UTF8.GetBytes(new string('ñ', RecordText.LongestRaw * 3)));

        Assert.Equal(RecordText.LongestRaw, raw.Length);
    }
}
