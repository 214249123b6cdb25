using System.Text;
using Icomm.Actors.Connectors.Tests.Compliance;
using Icomm.Actors.StoreSimulator.Fenicio;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.Connectors.Tests.Fenicio;

/// <summary>What a shop sends by itself is read however it is wrapped; what can't be read is kept without the card.</summary>
public sealed class FenicioMessagesTests : IAsyncLifetime
{
    private static readonly ShopData Shop = new GeneratedSource { Orders = 40, Customers = 10, Products = 10, End = new DateTime(2025, 6, 30, 12, 0, 0, DateTimeKind.Utc) }.Build(TimeProvider.System);

    private static readonly FenicioUnderTest Fenicio = new();

    private readonly ConnectorHarness _harness = new();

    private IPushConnector Connector => (IPushConnector)_harness.Registry.Get("fenicio");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _harness.DisposeAsync();

    [Theory]
    [InlineData(FenicioWrapping.None)]
    [InlineData(FenicioWrapping.Order)]
    [InlineData(FenicioWrapping.List)]
    [InlineData(FenicioWrapping.Envelope)]
    public void An_order_is_read_however_it_is_wrapped(FenicioWrapping wrapping)
    {
        foreach (var order in Shop.Orders)
        {
            var page = Receive(FenicioPush.Message(Shop, [order], wrapping, "s-1"));

            Assert.Empty(page.Unreadable);
            SameOrder.Check(Fenicio.Shown(order), Assert.Single(page.Orders));
        }
    }

    [Fact]
    public void A_message_may_hold_many_orders_and_one_that_is_bad_costs_no_other()
    {
        var message = Encoding.UTF8.GetString(FenicioPush.Message(Shop, [.. Shop.Orders], FenicioWrapping.List));
        var place = message.IndexOf("\"moneda\":\"USD\",\"impuestos\"", message.Length / 2, StringComparison.Ordinal);

        var page = Receive(Encoding.UTF8.GetBytes(message.Remove(place, 14).Insert(place, "\"moneda\":\"????\"")));

        Assert.Equal(39, page.Orders.Length);
        Assert.Equal("currency_invalid", Assert.Single(page.Unreadable).Code);
        CheckNoCard(page.Unreadable[0]);
        Assert.Contains("importeTotal", page.Unreadable[0].Raw);
    }

    [Theory]
    [InlineData("", "json_invalid")]
    [InlineData("hola", "json_invalid")]
    [InlineData("{\"idOrden\":\"1\",\"pago\":{\"bin\":\"450799\",\"numeroTarjeta\":\"4507990000004905\",\"autorizacion\":\"AUT-771203\"", "json_invalid")]
    [InlineData("{} {}", "json_invalid")]
    [InlineData("pago=1&numeroTarjeta=450799XXXXXX4905&terminacionTarjeta=4905&autorizacion=AUT-771203&bin=450799", "json_invalid")]
    [InlineData("4507 9900 0000 4905", "json_invalid")]
    [InlineData("unNumeroTarjeta2 : 450799XXXXXX4905, mi_bin=450799&campo\"terminacionTarjeta\":\"4905\"", "json_invalid")]
    [InlineData("{\"pago\":{\"bin\":\"450799\",\"terminacionTarjeta\":\"4905\"}}", "id_missing")]
    [InlineData("[[[[[[]]]]]]", "id_missing")]
    [InlineData("true", "id_missing")]
    [InlineData("[7]", "id_missing")]
    public void What_is_no_order_is_kept_without_the_card(string message, string code)
    {
        var page = Receive(Encoding.UTF8.GetBytes(message));

        Assert.Empty(page.Orders);
        var unreadable = Assert.Single(page.Unreadable);
        Assert.Equal(code, unreadable.Code);
        CheckNoCard(unreadable);
    }

    [Fact]
    public void An_order_beside_a_name_that_is_half_a_character_is_read_and_acknowledged()
    {
        var order = Encoding.UTF8.GetString(FenicioPush.Message(Shop, [Shop.Orders[0]]));
        var message = Encoding.UTF8.GetBytes($$"""{"\ud800":1,"_idSolicitud":"s-1","data":{"\ud800":1,"orden":{{order}},"\ud800":2},"\ud800":2}""");

        SameOrder.Check(Fenicio.Shown(Shop.Orders[0]), Assert.Single(Receive(message).Orders));
        Assert.Contains("\"_idSolicitud\":\"s-1\"", Encoding.UTF8.GetString(Connector.Acknowledge(message)));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_no_message()
    {
        Assert.Equal("json_invalid", Assert.Single(Receive([(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}']).Unreadable).Code);
    }

    /// <summary>Also of what the connector may break over.</summary>
    [Fact]
    public void What_may_be_kept_of_any_message_is_without_the_card()
    {
        var order = Encoding.UTF8.GetString(FenicioPush.Message(Shop, [Shop.Orders[0]]));
        foreach (var message in new[] { order, $"[{order}", order.Replace("numeroTarjeta", "numero\\u0054arjeta", StringComparison.Ordinal), order.Replace("\"bin\"", "\"\\ud800\":1,\"\\u0062in\"", StringComparison.Ordinal) })
        {
            var raw = Connector.Raw(Encoding.UTF8.GetBytes(message));

            CheckNoCard(new UnreadableRecord(null, "message_unreadable", "", raw));
            Assert.Contains("importeTotal", raw);
        }
    }

    [Fact]
    public void What_is_kept_of_a_long_message_is_64_KB()
    {
        var page = Receive(Encoding.UTF8.GetBytes($$"""{"idOrden":"1","observaciones":"{{new string('ñ', 200_000)}}"}"""));

        Assert.InRange(Assert.Single(page.Unreadable).Raw.Length, 60_000, 64 * 1_024);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("tarjeta")]
    [InlineData("tarjeta ")]
    [InlineData("numeroTarjeta:\"")]
    public async Task What_is_kept_of_a_long_message_takes_no_time_whatever_its_words(string word)
    {
        var message = Encoding.UTF8.GetBytes("numeroTarjeta=450799XXXXXX4905&" + string.Concat(Enumerable.Repeat(word, 256 * 1_024 / word.Length)));

        CheckNoCard(Assert.Single((await Task.Run(() => Receive(message)).WaitAsync(TimeSpan.FromSeconds(20))).Unreadable));
    }

    [Theory]
    [InlineData("""{"_idSolicitud":"s-1","data":{}}""", "\"s-1\"")]
    [InlineData("""{"_idSolicitud":12,"data":{}}""", "12")]
    [InlineData("""{"_idSolicitud":{"x":1}}""", "null")]
    [InlineData("""{"idOrden":"1"}""", "null")]
    [InlineData("[]", "null")]
    [InlineData("nonsense", "null")]
    [InlineData("""{"_idSolicitud":"\ud800"}""", "null")]
    public void A_message_is_acknowledged_in_the_platform_s_words(string message, string id) =>
        Assert.Equal($$"""{"status":"OK","mensaje":"","_idSolicitud":{{id}},"data":null}""", Encoding.UTF8.GetString(Connector.Acknowledge(Encoding.UTF8.GetBytes(message))));

    [Fact]
    public void Any_message_cut_off_anywhere_is_read_or_kept_and_never_shows_the_card()
    {
        var message = FenicioPush.Message(Shop, [Shop.Orders[0]], FenicioWrapping.Envelope, "s-1");
        for (var length = 0; length < message.Length; length++)
            CheckNoCard(Assert.Single(Receive(message[..length]).Unreadable));
    }

    private StorePage Receive(byte[] message) => Connector.Receive(FenicioFiles.Connection, message, FenicioFiles.UploadedAt);

    private static void CheckNoCard(UnreadableRecord record)
    {
        foreach (var text in new[] { "4507", "XXXX4905", "\"4905\"", "=4905", "AUT-77" })
            Assert.DoesNotContain(text, record.Raw + record.Reason + record);
    }
}
