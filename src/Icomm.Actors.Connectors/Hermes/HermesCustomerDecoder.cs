using System.Collections.Immutable;
using System.Text.Json;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Customers;

namespace Icomm.Actors.Connectors.Hermes;

/// <summary>Reads a customer of the contract: those who bought, and those who never did.</summary>
internal static class HermesCustomerDecoder
{
    private const int MostAttributes = 50;
    private const int LongestName = 60;

    /// <param name="customer">An element of a page's list.</param>
    /// <param name="readAt">When it was read from the site, UTC.</param>
    /// <exception cref="RecordException">The customer can't be read.</exception>
    public static StoreCustomer Decode(JsonElement customer, DateTimeOffset readAt)
    {
        var reference = Reference(customer);
        return new StoreCustomer
        {
            Reference = reference.StoreCustomerId is null ? throw new RecordException("id_missing", "id is missing") : reference,
            CreatedAt = HermesJson.Instant(customer, "createdAt"),
            UpdatedAt = HermesJson.Instant(customer, "updatedAt"),
            ReadAt = readAt,
            Attributes = Attributes(customer),
        };
    }

    /// <summary>The fields that a customer has both in the list of customers and on an order.</summary>
    public static CustomerReference Reference(JsonElement customer) => new()
    {
        StoreCustomerId = HermesJson.Id(customer, "id"),
        Email = RecordJson.Text(customer, "email"),
        Document = RecordJson.Text(customer, "document"),
        FirstName = RecordJson.Text(customer, "firstName"),
        LastName = RecordJson.Text(customer, "lastName"),
    };

    /// <summary>Single values under the site's own names; what is empty, an object or a list is left out.</summary>
    /// <exception cref="RecordException"><c>attributes_invalid</c>: more, or longer names, than the contract allows.</exception>
    private static ImmutableSortedDictionary<string, string> Attributes(JsonElement customer)
    {
        var attributes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (RecordJson.Part(customer, "attributes", JsonValueKind.Object) is not { } given)
            return attributes.ToImmutable();
        foreach (var attribute in given.EnumerateObject())
        {
            if (RecordJson.Name(attribute) is not { } name || RecordJson.Text(attribute.Value) is not { } value)
                continue;
            attributes[name] = value;
            if (attributes.Count > MostAttributes || name.Length is 0 or > LongestName)
                throw new RecordException("attributes_invalid", $"attributes has more than {MostAttributes} values, or a name that is empty or longer than {LongestName} characters");
        }

        return attributes.ToImmutable();
    }
}
