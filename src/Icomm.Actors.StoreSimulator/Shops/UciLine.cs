namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>One line of the file.</summary>
/// <param name="CustomerId">Null for a guest.</param>
/// <param name="At">UTC (the file's local times are taken for UTC).</param>
internal readonly record struct UciLine(
    string Invoice, string StockCode, string Description, int Quantity, DateTime At, Amount UnitPrice, int? CustomerId, string Country)
{
    public bool IsCancellation => Invoice[0] == 'C';

    /// <summary>Two spellings of a code that differ in case are one product, as Magento takes SKUs.</summary>
    public string ProductKey => StockCode.ToUpperInvariant();
}
