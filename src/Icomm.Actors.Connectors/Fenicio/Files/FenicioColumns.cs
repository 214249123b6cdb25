using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Icomm.Actors.Connectors.Fenicio.Files;

/// <summary>
/// The 86 columns of the report "Productos por venta" (facts §4.3). No file is known to the public: the Spanish names are what the article's Portuguese ones were presumably translated from,
/// and both are understood, whatever their accents, case, spaces and punctuation.
/// </summary>
/// <remarks>
/// Card data (the number, its first six and last four digits, the authorisation) is nobody's business here, and kept nowhere (DESIGN §10): those columns are not even read. Addresses, the IP, the phone
/// and whatever else no order needs are read over as well.
/// </remarks>
internal static class FenicioColumns
{
    public static ImmutableArray<FenicioColumn> All { get; } =
    [
        new(1, "Número de pedido", "Número do pedido") { Key = FenicioKey.Number },
        new(2, "Sexo comprador", "Sexo do comprador"),
        new(3, "Descuento medio de pago (Código)", "Desconto médio no pagamento (Código)"),
        new(4, "Código pedido", "Código solicitado") { Key = FenicioKey.Code },
        new(5, "Observaciones", "Observações"),
        new(6, "Descuento medio de pago (Nombre)", "Desconto médio no pagamento (Nome)"),
        new(7, "Origen del pedido", "Origem do pedido"),
        new(8, "Método de entrega", "Método de Entrega"),
        new(9, "Código de autorización", "Código de autorização") { IsCardData = true },
        new(10, "IP", "IP"),
        new(11, "Sucursal", "Filial"),
        new(12, "Código talle", "Código de tamanho"),
        new(13, "Fecha inicio", "Data de início") { Key = FenicioKey.StartedAt },
        new(14, "Destinatario", "Destinatário"),
        new(15, "Código variante", "Código variante"),
        new(16, "Fecha fin", "Data final") { Key = FenicioKey.FinishedAt },
        new(17, "Tipo de envío", "Tipo de envio"),
        new(18, "Código producto", "Código do produto") { Key = FenicioKey.Product },
        new(19, "Fecha de pago", "Dia do pagamento") { Key = FenicioKey.PaidAt },
        new(20, "Fecha de entrega", "Data de entrega"),
        new(21, "Cantidad regalo", "Valor do presente"),
        new(22, "Estado", "Estado") { Key = FenicioKey.State },
        new(23, "Agenda de entrega", "Agenda de entrega"),
        new(24, "Cantidad comprada", "Quantidade comprada") { Key = FenicioKey.Quantity },
        new(25, "Estado de entrega", "Status de entrega"),
        new(26, "País facturación", "País de faturamento"),
        new(27, "SKU", "SKU") { Key = FenicioKey.Sku },
        new(28, "Información de tracking", "Informações de rastreamento"),
        new(29, "Departamento facturación", "Departamento de cobrança"),
        new(30, "Nombre artículo", "Nome do item") { Key = FenicioKey.Name },
        new(31, "Código de tracking", "Código de rastreamento"),
        new(32, "Localidad facturación", "Local de cobrança"),
        new(33, "Importe total artículo", "Valor total do item"),
        new(34, "Moneda", "Moeda") { Key = FenicioKey.Currency },
        new(35, "Calle facturación", "Faturamento de rua"),
        new(36, "Marca", "Marca") { Key = FenicioKey.Brand },
        new(37, "Importe descuento cupón", "Valor do desconto do cupom"),
        new(38, "Número de puerta facturación", "Número da porta de cobrança"),
        new(39, "Sale", "Sai"),
        new(40, "Importe descuento medio de pago", "Valor médio do desconto no pagamento"),
        new(41, "Número de apto facturación", "Número qualificado para cobrança"),
        new(42, "Outlet", "Tomada"),
        new(43, "Importe envío", "Valor do frete"),
        new(44, "Código postal facturación", "Código cobrança postal"),
        new(45, "Categoría", "Categoria") { Key = FenicioKey.Category },
        new(46, "Importe total pedido", "Valor total pedido") { Key = FenicioKey.Total },
        new(47, "País entrega", "País de entrega"),
        new(48, "Importe descuento medio de pago producto", "Valor médio do desconto no pagamento do produto"),
        new(49, "Estado del pago", "Status do pagamento") { Key = FenicioKey.PaymentState },
        new(50, "Departamento entrega", "Departamento de entrega"),
        new(51, "Importe descuento cupón producto", "Valor de desconto do cupom do produto"),
        new(52, "Medio de pago", "Meio de pagamento"),
        new(53, "Localidad entrega", "Local de entrega"),
        new(54, "Importe descuento producto", "Valor do desconto do produto"),
        new(55, "Banco", "Banco"),
        new(56, "Coordenadas entrega", "Coordenadas de entrega"),
        new(57, "Código descuento medio de pago producto", "Código de desconto para pagamento do produto"),
        new(58, "Tipo medio de pago", "Tipo de forma de pagamento"),
        new(59, "Calle entrega", "Entrega na rua"),
        new(60, "Código descuento cupón", "Código de desconto do cupom") { Key = FenicioKey.Coupon },
        new(61, "Importe del pago", "Valor do pagamento"),
        new(62, "Número de puerta entrega", "Número da porta de entrega"),
        new(63, "Código descuento producto", "Código de desconto do produto"),
        new(64, "Detalle del pago", "Detalhes do pagamento"),
        new(65, "Número de apto entrega", "Número de entrega"),
        new(66, "Código descuento promoción", "Código promocional de desconto"),
        new(67, "ID de pago (Fenicio)", "ID de pagamento (fenício)"),
        new(68, "Código postal entrega", "Código entrega postal"),
        new(69, "ID de pago (externo)", "ID de pagamento (externo)"),
        new(70, "Aclaración dirección de entrega", "Esclarecimento do endereço de entrega"),
        new(71, "Cuotas", "Taxas"),
        new(72, "Número de tarjeta", "Número de cartão") { IsCardData = true },
        new(73, "Comprador", "Comprador") { Key = FenicioKey.Buyer },
        new(74, "Número de tarjeta - BIN", "Número do cartão - BIN") { IsCardData = true },
        new(75, "Nombre comprador", "Nome do comprador") { Key = FenicioKey.FirstName },
        new(76, "Número de tarjeta - Últimos 4", "Número do cartão - Últimos 4") { IsCardData = true },
        new(77, "Apellido comprador", "Sobrenome do comprador") { Key = FenicioKey.LastName },
        new(78, "Cupón", "Cupom") { Key = FenicioKey.CouponUsed },
        new(79, "E-mail comprador", "E-mail do comprador") { Key = FenicioKey.Email },
        new(80, "Cupón descuento", "Cupom de desconto"),
        new(81, "Teléfono comprador", "Comprador por telefone"),
        new(82, "Cupón envío gratis", "Cupom de frete grátis"),
        new(83, "Documento comprador", "Documento do comprador") { Key = FenicioKey.Document },
        new(84, "RUT", "ROTINA"),
        new(85, "Tipo documento comprador", "Tipo de documento comprador"),
        new(86, "Razón social", "Razão social"),
    ];

    /// <summary>Without these there is no order. Of each group one will do.</summary>
    public static ImmutableArray<ImmutableArray<FenicioKey>> Required { get; } =
    [
        [FenicioKey.Code, FenicioKey.Number],
        [FenicioKey.State],
        [FenicioKey.FinishedAt, FenicioKey.StartedAt],
        [FenicioKey.Currency],
        [FenicioKey.Total],
        [FenicioKey.Email],
        [FenicioKey.Product, FenicioKey.Sku],
        [FenicioKey.Quantity],
    ];

    private static readonly FrozenDictionary<string, FenicioColumn> ByName = All
        .SelectMany(column => new[] { column.Spanish, column.Portuguese }.Select(Plain).Distinct().Select(name => KeyValuePair.Create(name, column)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<FenicioKey, FenicioColumn> ByKey = All.Where(column => column.Key is not null).ToFrozenDictionary(column => column.Key!.Value);

    /// <summary>Null for a column that the report doesn't have.</summary>
    public static FenicioColumn? Find(string name) => ByName.GetValueOrDefault(Plain(name));

    public static FenicioColumn Of(FenicioKey key) => ByKey[key];

    /// <summary>Small letters and digits alone: <c>Número de pedido</c>, <c>NUMERO DE PEDIDO</c> and <c>numero_de_pedido</c> are one.</summary>
    private static string Plain(string name) => string.Concat(name
        .Normalize(NormalizationForm.FormD)
        .Where(letter => char.IsLetterOrDigit(letter) && CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
        .Select(char.ToLowerInvariant));
}
