using System.Text;
using Icomm.Actors.Connectors.Fenicio.Files;
using Icomm.Actors.Connectors.Tests.Compliance;

namespace Icomm.Actors.Connectors.Tests.Fenicio;

/// <summary>What may be wrong with a report, a row or an order, and what is said of it.</summary>
public sealed class FenicioFileProblemTests : IAsyncLifetime
{
    private const string Header = FenicioFiles.Header;
    private const string Row = FenicioFiles.Row;

    private readonly ConnectorHarness _harness = new();

    private IFileConnector Connector => (IFileConnector)_harness.Registry.Get("fenicio");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _harness.DisposeAsync();

    [Fact]
    public void Every_name_means_one_column()
    {
        Assert.Equal(Enumerable.Range(1, 86), FenicioColumns.All.Select(column => column.Number));
        Assert.All(FenicioColumns.All, column => Assert.Same(column, FenicioColumns.Find(column.Spanish)));
        Assert.All(FenicioColumns.All, column => Assert.Same(column, FenicioColumns.Find(column.Portuguese)));
        Assert.Equal(Enum.GetValues<FenicioKey>(), FenicioColumns.All.Where(column => column.Key is not null).Select(column => column.Key!.Value).Order());
        Assert.Equal([9, 72, 74, 76], FenicioColumns.All.Where(column => column.IsCardData).Select(column => column.Number));
        Assert.DoesNotContain(FenicioColumns.All, column => column.IsCardData && column.Key is not null);
    }

    [Theory]
    [InlineData("CODIGO PEDIDO;estado;FECHA FIN;moneda;Importe Total Pedido;email comprador;sku;cantidad  comprada")]
    [InlineData("código_pedido;Estado ;fecha-fin;Moneda;importe.total.pedido;E-MAIL COMPRADOR;S.K.U.;Cantidad comprada:")]
    [InlineData("Código solicitado;Estado;Data final;Moeda;Valor total pedido;E-mail do comprador;SKU;Quantidade comprada")]
    public async Task Columns_are_found_whatever_their_accents_case_and_punctuation(string header)
    {
        var (orders, rejected) = await FenicioFiles.ComposeAsync(Connector, header, Row);

        Assert.Empty(rejected);
        var order = Assert.Single(orders);
        Assert.Equal(("A-1", "UYU", 1_234.5m, "ana@shop.example", "77", 2m),
            (order.OrderId, order.Currency, order.Total.ToDecimal(), order.Customer.Email, order.Lines[0].ProductId, order.Lines[0].Units.ToDecimal()));
    }

    [Theory]
    [InlineData("Estado", "'Estado'")]
    [InlineData("Moneda", "'Moneda' ('Moeda')")]
    [InlineData("Código pedido", "'Código pedido' ('Código solicitado') or 'Número de pedido' ('Número do pedido')")]
    [InlineData("Fecha fin", "'Fecha fin' ('Data final') or 'Fecha inicio' ('Data de início')")]
    [InlineData("E-mail comprador", "'E-mail comprador' ('E-mail do comprador')")]
    public async Task A_column_that_is_missing_is_named_in_both_languages(string column, string named)
    {
        var failure = await Assert.ThrowsAsync<StoreException>(() => FenicioFiles.ReadAsync(Connector, Header.Replace(column, "Otra", StringComparison.Ordinal) + "\n" + Row));

        Assert.Equal("file_column_missing", failure.Problem.Code);
        Assert.Contains(named, failure.Problem.Message.En);
        Assert.False(failure.IsTransient);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("\uFEFF")]
    public async Task An_empty_file_is_said(string file) =>
        Assert.Equal("file_empty", (await Assert.ThrowsAsync<StoreException>(() => FenicioFiles.ReadAsync(Connector, file))).Problem.Code);

    [Fact]
    public async Task A_spreadsheet_is_no_text() =>
        Assert.Equal("file_not_utf8", (await Assert.ThrowsAsync<StoreException>(() => FenicioFiles.ReadAsync(Connector, [0x50, 0x4B, 0x03, 0x04, 0xFF, 0xFE, 0x0A]))).Problem.Code);

    [Fact]
    public async Task Columns_that_nobody_knows_are_left_out_and_the_first_of_two_of_a_name_is_taken()
    {
        var rows = await FenicioFiles.ReadAsync(Connector, $"{Header};Color;moneda\n{Row};rojo;USD");

        Assert.Equal((1L, "column_repeated"), (rows[0].Problem!.Line, rows[0].Problem!.Code));
        Assert.Contains("'Moneda'", rows[0].Problem!.Reason);
        Assert.DoesNotContain("rojo", rows[1].Data);
        Assert.Equal("UYU", Assert.Single(FenicioFiles.Compose(Connector, rows).Orders).Currency);
    }

    [Fact]
    public async Task All_columns_that_are_repeated_are_one_problem_of_the_header()
    {
        var rows = await FenicioFiles.ReadAsync(Connector, $"\n{Header};moneda;estado;moneda\n{Row};USD;CANCELADA;BRL");

        Assert.Equal([(2L, true, "column_repeated"), (3L, false, null)], rows.Select(row => (row.Line, row.IsHeader, row.Problem?.Code)));
        Assert.Contains("'Moneda' ('Moeda'), 'Estado'", rows[0].Problem!.Reason);
    }

    [Fact]
    public async Task Card_columns_are_not_kept()
    {
        var rows = await FenicioFiles.ReadAsync(
            Connector, $"{Header};Número de tarjeta;Número de tarjeta - BIN;Número de tarjeta - Últimos 4;Código de autorización;IP\n{Row};450799XXXXXX4905;450799;4905;AUT-1;203.0.113.7");

        Assert.Equal("A-1", Assert.Single(rows).OrderKey);
        Assert.All(new[] { "4905", "450799", "AUT-1", "203.0" }, text => Assert.DoesNotContain(text, rows[0].Data));
    }

    [Theory]
    [InlineData("A-1;APROBADA;30/06/2025;UYU;1,00;a@b.example;77:R:U", "row_malformed")]
    [InlineData("A-1;APROBADA;30/06/2025;UYU;1,00;a@b.example;77:R:U;1;x", "row_malformed")]
    [InlineData(" ;APROBADA;30/06/2025;UYU;1,00;a@b.example;77:R:U;1", "id_missing")]
    public async Task A_row_that_cannot_be_used_is_named_and_the_others_are_read(string row, string code)
    {
        var rows = await FenicioFiles.ReadAsync(Connector, $"{Header}\n{Row}\n{row}\n{Row.Replace("A-1", "A-2", StringComparison.Ordinal)}");

        Assert.Equal(["A-1", null, "A-2"], rows.Select(each => each.OrderKey));
        Assert.Equal((3L, code), (rows[1].Problem!.Line, rows[1].Problem!.Code));
        Assert.Equal("", rows[1].Data);
        Assert.DoesNotContain("@", rows[1].Problem!.Reason + rows[0]);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(";", true)]
    [InlineData(";;", true)]
    [InlineData(";;;", true)]
    [InlineData(";;;x", false)]
    public async Task A_row_may_end_before_the_columns_that_an_order_can_do_without(string end, bool isTaken)
    {
        var rows = await FenicioFiles.ReadAsync(Connector, $"{Header};Documento comprador;RUT\n{Row}{end}");

        Assert.Equal(isTaken, Assert.Single(rows).Problem is null);
        if (isTaken)
            Assert.Equal("ana@shop.example", Assert.Single(FenicioFiles.Compose(Connector, rows).Orders).Customer.Email);
    }

    [Theory]
    [InlineData("A-1;APROBADA;ayer;UYU;1,00;a@b.example;77:R:U;1", "date_invalid")]
    [InlineData("A-1;APROBADA;;UYU;1,00;a@b.example;77:R:U;1", "date_invalid")]
    [InlineData("A-1;APROBADA;01/01/1970;UYU;1,00;a@b.example;77:R:U;1", "date_invalid")]
    [InlineData("A-1;APROBADA;30/06/2025;UYU;mucho;a@b.example;77:R:U;1", "amount_invalid")]
    [InlineData("A-1;APROBADA;30/06/2025;UYU;-5;a@b.example;77:R:U;1", "amount_invalid")]
    [InlineData("A-1;APROBADA;30/06/2025;UYU;1,00;a@b.example;77:R:U;-1", "amount_invalid")]
    [InlineData("A-1;APROBADA;30/06/2025;UYU;;a@b.example;77:R:U;1", "amount_invalid")]
    [InlineData("A-1;APROBADA;30/06/2025;UYU;9999999999999;a@b.example;77:R:U;1", "amount_out_of_range")]
    [InlineData("A-1;APROBADA;30/06/2025;UYU;1,00;a@b.example;77:R:U;dos", "amount_invalid")]
    [InlineData("A-1;APROBADA;30/06/2025;pesos;1,00;a@b.example;77:R:U;1", "currency_invalid")]
    [InlineData("A-1;APROBADA;30/06/2025;;1,00;a@b.example;77:R:U;1", "currency_missing")]
    [InlineData("A-1;APROBADA;30/06/2025;UYU;1,00;;77:R:U;1", "customer_missing")]
    [InlineData("A-1;APROBADA;30/06/2025;UYU;1,00;nobody;77:R:U;1", "email_invalid")]
    [InlineData("A-1;APROBADA;30/06/2025;UYU;1,00;a@b.example;;1", "id_missing")]
    public async Task An_order_that_cannot_be_read_is_named_and_the_others_are_read(string row, string code)
    {
        var (orders, rejected) = await FenicioFiles.ComposeAsync(Connector, Header, row, Row.Replace("A-1", "A-2", StringComparison.Ordinal));

        Assert.Equal("A-2", Assert.Single(orders).OrderId);
        var rejection = Assert.Single(rejected);
        Assert.Equal((2L, "A-1", code), (rejection.Line, rejection.OrderKey, rejection.Code));
        Assert.DoesNotContain("@", rejection.Reason);
    }

    [Theory]
    [InlineData(1, "CANCELADA", "Estado")]
    [InlineData(3, "USD", "Moneda")]
    [InlineData(4, "1.234,51", "Importe total pedido")]
    [InlineData(5, "otra@shop.example", "E-mail comprador")]
    public async Task An_order_whose_rows_disagree_is_named_with_the_line(int field, string other, string column)
    {
        var fields = Row.Split(';');
        fields[field] = other;

        var (orders, rejected) = await FenicioFiles.ComposeAsync(Connector, Header, Row, Row.Replace("77:R:U", "78:R:U", StringComparison.Ordinal), string.Join(';', fields));

        Assert.Empty(orders);
        var rejection = Assert.Single(rejected);
        Assert.Equal((4L, "A-1", "order_contradicts_itself"), (rejection.Line, rejection.OrderKey, rejection.Code));
        Assert.Contains(column, rejection.Reason);
        Assert.Contains("line 2", rejection.Reason);
    }

    [Fact]
    public async Task Rows_that_say_the_same_in_other_words_agree()
    {
        var (orders, rejected) = await FenicioFiles.ComposeAsync(Connector, Header, Row, "A-1;aprobada;30/06/2025 09:05:07;uyu;1234.5;ANA@shop.example;78:R:U;1");

        Assert.Empty(rejected);
        Assert.Equal(["77", "78"], Assert.Single(orders).Lines.Select(line => line.ProductId));
    }

    [Fact]
    public async Task Orders_of_before_the_wanted_day_are_left_out_and_named()
    {
        var rows = await FenicioFiles.ReadAsync(Connector, $"{Header}\n{Row}\n{Row.Replace("A-1", "A-2", StringComparison.Ordinal).Replace("2025", "2021", StringComparison.Ordinal)}");

        var (orders, rejected) = FenicioFiles.Compose(Connector, rows, new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal("A-1", Assert.Single(orders).OrderId);
        Assert.Equal((3L, "A-2", "order_too_old"), (rejected[0].Line, rejected[0].OrderKey, rejected[0].Code));
    }

    [Fact]
    public async Task Codes_are_taken_once_and_the_number_stands_for_a_code_that_is_missing()
    {
        var (orders, _) = await FenicioFiles.ComposeAsync(
            Connector,
            "Número de pedido;Código descuento cupón;" + Header.Replace("Código pedido", "Otra", StringComparison.Ordinal),
            "501;VIP20, ENVIO;" + Row, "501;VIP20;" + Row);

        var order = Assert.Single(orders);
        Assert.Equal(("501", "501"), (order.OrderId, order.Number));
        Assert.Equal(["VIP20", "ENVIO"], order.Coupons.ToArray());
    }

    [Fact]
    public async Task A_long_text_is_cut_between_two_characters()
    {
        var rows = await FenicioFiles.ReadAsync(Connector, $"{Header};Nombre artículo\n{Row};{new string('ñ', 2_000)}");

        Assert.Equal(250, Assert.Single(FenicioFiles.Compose(Connector, rows).Orders).Lines[0].Name.Length);
        Assert.InRange(Encoding.UTF8.GetByteCount(rows[0].Data), 500, 900);
    }
}
