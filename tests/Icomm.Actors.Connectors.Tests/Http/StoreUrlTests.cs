using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Tests.Http;

public sealed class StoreUrlTests
{
    [Theory]
    [InlineData("https://2130706433/")]              // 127.0.0.1 as one decimal
    [InlineData("https://0x7f000001/")]              // as one hexadecimal
    [InlineData("https://0177.0.0.1/")]              // octal
    [InlineData("https://127.1/")]                   // shortened
    [InlineData("https://0x7f.0.0.0x1/")]            // mixed
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:7f00:1]/")]
    [InlineData("https://[0:0:0:0:0:ffff:a9fe:a9fe]/")]
    [InlineData("https://localhost/")]
    [InlineData("https://LOCALHOST./")]
    [InlineData("https://shop.localhost/")]
    [InlineData("https://127.0.0.1:9200/_search")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://192.168.0.1/")]
    [InlineData("https://2852039166/")]              // 169.254.169.254 as one decimal
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://100.100.100.200/")]
    [InlineData("https://[fd00:ec2::254]/")]
    [InlineData("https://0/")]
    [InlineData("https://１２７.０.０.１/")]           // full-width digits
    [InlineData("https://①②⑦.⓪.⓪.①/")]              // circled digits
    [InlineData("http://127.0.0.1/")]
    [InlineData("127.0.0.1")]
    public void Digits_in_any_dress_are_seen_through(string text) => Assert.Equal("address_not_allowed", Refuse(text));

    [Theory]
    [InlineData("http://shop.example/", "url_not_https")]
    [InlineData("ftp://shop.example/", "url_not_https")]
    [InlineData("gopher://shop.example:70/_x", "url_not_https")]
    [InlineData("https://shop.example@10.0.0.1/", "url_invalid")]
    [InlineData("https://user:password@shop.example/", "url_invalid")]
    [InlineData("https://10.0.0.1%2f@shop.example/", "url_invalid")]
    [InlineData("https://", "url_invalid")]
    [InlineData("https:///etc/passwd", "url_invalid")]
    [InlineData("file:///etc/passwd", "url_invalid")]
    [InlineData("https://shop example/", "url_invalid")]
    [InlineData("https://\uFFFD", "url_invalid")]              // no form in ASCII
    [InlineData("https://shop\u200D.example/", "url_invalid")]
    public void Other_tricks_are_refused(string text, string code) => Assert.Equal(code, Refuse(text));

    [Fact]
    public void A_name_too_long_to_ask_for_is_refused() => Assert.Equal("url_invalid", Refuse($"https://{string.Concat(Enumerable.Repeat("shop.", 60))}example/"));

    [Theory]
    [InlineData("https://shop.example", "https://shop.example/")]
    [InlineData("shop.example", "https://shop.example/")]
    [InlineData("  https://shop.example/tienda ", "https://shop.example/tienda/")]
    [InlineData("https://shop.example/tienda/?a=b#c", "https://shop.example/tienda/")]
    [InlineData("https://shop.example:8443/", "https://shop.example:8443/")]
    [InlineData("https://tienda-ñandú.example/", "https://tienda-ñandú.example/")]
    public void A_shop_s_address_is_kept(string text, string expected) => Assert.Equal(expected, StoreUrl.Parse("siteUrl", text, allowLoopback: false).ToString());

    [Theory]
    [InlineData("http://localhost:5000", true)]
    [InlineData("http://127.0.0.1:5000", true)]
    [InlineData("https://127.0.0.1:5000", true)]
    [InlineData("http://shop.example", false)]
    [InlineData("https://10.0.0.1", false)]
    public void Development_may_speak_to_this_machine_only(string text, bool isAllowed)
    {
        if (isAllowed)
            StoreUrl.Parse("siteUrl", text, allowLoopback: true);
        else
            Assert.Throws<StoreException>(() => StoreUrl.Parse("siteUrl", text, allowLoopback: true));
    }

    private static string Refuse(string text) => Assert.Throws<StoreException>(() => StoreUrl.Parse("siteUrl", text, allowLoopback: false)).Problem.Code;
}
