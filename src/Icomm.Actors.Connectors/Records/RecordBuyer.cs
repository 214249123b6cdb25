using Icomm.Actors.Domain.Customers;

namespace Icomm.Actors.Connectors.Records;

/// <summary>Whose an order is.</summary>
internal static class RecordBuyer
{
    /// <param name="buyer">What the order says of its buyer.</param>
    /// <param name="nobody">For the reason, where it says nothing.</param>
    /// <returns>The same, by which somebody can be known.</returns>
    /// <exception cref="RecordException"><c>customer_missing</c>: it names nobody. <c>email_invalid</c>: nothing but an e-mail that is none.</exception>
    public static CustomerReference Known(CustomerReference buyer, string nobody)
    {
        if (CustomerIdentity.TryCreate("any", buyer, out _))
            return buyer;
        throw buyer.Email is null
            ? new RecordException("customer_missing", nobody)
            : new RecordException("email_invalid", "the buyer's e-mail is none that reaches anybody, and there is neither a customer's id nor a document");
    }
}
