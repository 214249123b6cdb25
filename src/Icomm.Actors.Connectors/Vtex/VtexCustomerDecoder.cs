using System.Collections.Immutable;
using System.Text.Json;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Customers;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>Reads a document of Master Data's entity <c>CL</c> (facts §3.5). Further fields keep VTEX's own names.</summary>
internal static class VtexCustomerDecoder
{
    /// <summary>Only these are asked for: no addresses.</summary>
    public const string Fields =
        "id,userId,email,firstName,lastName,document,createdIn,updatedIn,birthDate,gender,phone,homePhone,isNewsletterOptIn,approved,localeDefault,isCorporate,corporateName";

    private static readonly string[] Kept =
        ["birthDate", "gender", "phone", "homePhone", "isNewsletterOptIn", "approved", "localeDefault", "isCorporate", "corporateName"];

    /// <param name="customers">The answer's list.</param>
    /// <param name="readAt">When it was read from the store, UTC.</param>
    public static (ImmutableArray<StoreCustomer> Customers, ImmutableArray<UnreadableRecord> Unreadable) DecodeAll(IEnumerable<JsonElement> customers, DateTimeOffset readAt)
    {
        var readable = ImmutableArray.CreateBuilder<StoreCustomer>();
        var unreadable = ImmutableArray.CreateBuilder<UnreadableRecord>();
        foreach (var customer in customers)
        {
            try
            {
                readable.Add(Decode(customer, readAt));
            }
            catch (RecordException failure)
            {
                unreadable.Add(new UnreadableRecord(RecordJson.Text(customer, "id"), failure.Code, failure.Message, VtexJson.Raw(customer)));
            }
        }

        return (readable.DrainToImmutable(), unreadable.DrainToImmutable());
    }

    /// <param name="customer">An element of the answer's list.</param>
    /// <param name="readAt">When it was read from the store, UTC.</param>
    /// <exception cref="RecordException">The customer can't be read.</exception>
    private static StoreCustomer Decode(JsonElement customer, DateTimeOffset readAt)
    {
        if (customer.ValueKind != JsonValueKind.Object)
            throw new RecordException("json_invalid", "the record is not an object");
        var document = RecordJson.Text(customer, "id") ?? throw new RecordException("id_missing", "id is missing");
        var created = VtexJson.Instant(customer, "createdIn") ?? throw new RecordException("date_invalid", "createdIn is missing");
        var email = VtexMask.Unmask(RecordJson.Text(customer, "email"));
        var attributes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var name in Kept)
        {
            if (RecordJson.Text(customer, name) is { } value)
                attributes[name] = value;
        }

        return new StoreCustomer
        {
            Reference = new CustomerReference
            {
                // Orders know their customer by the user's id, never by the document's.
                StoreCustomerId = RecordJson.Text(customer, "userId") ?? document,
                Email = VtexMask.IsAlias(email) ? null : email,
                Document = RecordJson.Text(customer, "document"),
                FirstName = RecordJson.Text(customer, "firstName"),
                LastName = RecordJson.Text(customer, "lastName"),
            },
            CreatedAt = created,

            // Null until the first change.
            UpdatedAt = VtexJson.Instant(customer, "updatedIn") ?? created,
            ReadAt = readAt,
            Attributes = attributes.ToImmutable(),
        };
    }
}
