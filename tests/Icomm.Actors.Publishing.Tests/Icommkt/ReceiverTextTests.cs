using Icomm.Actors.Publishing.Icommkt;

namespace Icomm.Actors.Publishing.Tests.Icommkt;

public sealed class ReceiverTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("  ", "")]
    [InlineData("Invalid e-mail ana@shop.example.", "Invalid e-mail (e-mail)")]
    [InlineData("<ANA+x@shop.example>;bo@x", "<(e-mail)>;(e-mail)")]
    [InlineData("ana%40shop.example gone", "(e-mail) gone")]
    [InlineData("key SECRET-1 and secret-1", "key (key) and (key)")]
    [InlineData("two\r\nlines\u0007", "two  lines")]
    public void What_the_API_says_is_shown_without_persons_and_keys(string? text, string shown) => Assert.Equal(shown, ReceiverText.Clean(text, "secret-1"));

    [Fact]
    public void It_is_short_and_cut_after_persons_are_gone()
    {
        var shown = ReceiverText.Clean(new string('x', 295) + " ana@shop.example " + new string('y', 1_000_000));

        Assert.Equal(300, shown.Length);
        Assert.DoesNotContain("ana", shown, StringComparison.Ordinal);
    }
}
