using Icomm.Actors.Publishing.Values;

namespace Icomm.Actors.Publishing.Omnichannel;

/// <summary>
/// Writes orders and customers into the four files. A profile keeps of an order what indicators need, so these columns are 0: ItemsAmount (tax-free), DiscountsAmount,
/// ShippingAmount, and a line's Quantity and Price. It keeps the categories of an order, not of each product: their ProductId is empty unless the order has one product.
/// </summary>
internal sealed class OmnichannelWriter(Stream orders, Stream details, Stream categories, Stream customers)
{
    public const int StoreLength = 30;
    public const int UserLength = 50;

    private const int NumberLength = 50;

    private readonly DelimitedWriter _orders = new(orders);
    private readonly DelimitedWriter _details = new(details);
    private readonly DelimitedWriter _categories = new(categories);
    private readonly DelimitedWriter _customers = new(customers);
    private readonly FieldColumns _columns = new(PublishedFields.Names);

    public async Task WriteHeadersAsync(CancellationToken cancellationToken)
    {
        await WriteHeaderAsync(_orders, OmnichannelColumns.Orders, cancellationToken);
        await WriteHeaderAsync(_details, OmnichannelColumns.OrderDetails, cancellationToken);
        await WriteHeaderAsync(_categories, OmnichannelColumns.OrderDetailCategories, cancellationToken);
        await WriteHeaderAsync(_customers, OmnichannelColumns.Customers, cancellationToken);
    }

    public async Task WriteAsync(OmnichannelOrder order, CancellationToken cancellationToken)
    {
        Key(_orders, order).Text(order.UserId, UserLength).Day(order.Date).Number(order.Units.ToDecimal()).Number(order.DistinctProducts)
            .Amount(order.NetAmount).Zero().Zero().Zero();
        await _orders.EndRowAsync(cancellationToken);
        foreach (var product in order.Products)
        {
            Key(_details, order).Text(product.Id).Text(product.Name).Text(product.Brand).Zero().Zero();
            await _details.EndRowAsync(cancellationToken);
        }

        var onlyProduct = order.Products is [var single] ? single.Id : "";
        foreach (var category in order.Categories)
        {
            Key(_categories, order).Text(onlyProduct).Text(category.Id).Text(category.Name);
            await _categories.EndRowAsync(cancellationToken);
        }
    }

    /// <exception cref="ArgumentException">The customer has a field that no column is for.</exception>
    public async Task WriteAsync(OmnichannelCustomer customer, CancellationToken cancellationToken)
    {
        var values = _columns.Of(customer.Fields);
        _customers.Text(customer.UserId, UserLength).Text(customer.Email).Text(customer.FirstName).Text(customer.LastName).Text(customer.Document);
        foreach (var value in values)
            _customers.Text(FieldText.Of(value, ValueStyle.Omnichannel));
        await _customers.EndRowAsync(cancellationToken);
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _orders.FlushAsync(cancellationToken);
        await _details.FlushAsync(cancellationToken);
        await _categories.FlushAsync(cancellationToken);
        await _customers.FlushAsync(cancellationToken);
    }

    private static DelimitedWriter Key(DelimitedWriter file, OmnichannelOrder order) => file.Text(order.OrderNumber, NumberLength).Text(order.StoreCode, StoreLength);

    private static Task WriteHeaderAsync(DelimitedWriter file, string[] columns, CancellationToken cancellationToken)
    {
        foreach (var column in columns)
            file.Text(column);
        return file.EndRowAsync(cancellationToken);
    }
}
