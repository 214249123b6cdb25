using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Customers;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>Reads customer accounts (facts §2.6). Further fields keep Magento's own names.</summary>
/// <param name="readAt">When the page was read from the store, UTC.</param>
internal sealed class MagentoCustomerDecoder(DateTimeOffset readAt) : MagentoRecordDecoder<StoreCustomer>
{
    /// <summary>Only these are asked for: no addresses.</summary>
    public const string Fields = "items[id,email,firstname,lastname,created_at,updated_at,created_in,gender,dob,group_id,extension_attributes[is_subscribed]],total_count";

    private readonly StringPool _pool = new();

    public override ReadOnlySpan<byte> IdProperty => "id"u8;

    public override StoreCustomer Decode(ref Utf8JsonReader reader, out RecordKey key)
    {
        long? id = null;
        DateTimeOffset? createdAt = null, updatedAt = null;
        string? email = null, firstName = null, lastName = null;
        var attributes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        while (MagentoJson.NextProperty(ref reader, out var name))
        {
            switch (name)
            {
                case var _ when name.SequenceEqual("id"u8):
                    id = MagentoJson.Id(ref reader, "id", "id_missing");
                    break;
                case var _ when name.SequenceEqual("email"u8):
                    email = MagentoJson.Text(ref reader, _pool, "email");
                    break;
                case var _ when name.SequenceEqual("firstname"u8):
                    firstName = MagentoJson.Text(ref reader, _pool, "firstname");
                    break;
                case var _ when name.SequenceEqual("lastname"u8):
                    lastName = MagentoJson.Text(ref reader, _pool, "lastname");
                    break;
                case var _ when name.SequenceEqual("created_at"u8):
                    createdAt = MagentoJson.Instant(ref reader, "created_at");
                    break;
                case var _ when name.SequenceEqual("updated_at"u8):
                    updatedAt = MagentoJson.Instant(ref reader, "updated_at");
                    break;
                case var _ when name.SequenceEqual("gender"u8):
                    Keep("gender", ref reader);
                    break;
                case var _ when name.SequenceEqual("dob"u8):
                    Keep("dob", ref reader);
                    break;
                case var _ when name.SequenceEqual("group_id"u8):
                    Keep("group_id", ref reader);
                    break;
                case var _ when name.SequenceEqual("created_in"u8):
                    Keep("created_in", ref reader);
                    break;
                case var _ when name.SequenceEqual("extension_attributes"u8) && reader.TokenType == JsonTokenType.StartObject:
                    while (MagentoJson.NextProperty(ref reader, out var extension))
                    {
                        if (extension.SequenceEqual("is_subscribed"u8))
                            attributes["is_subscribed"] = MagentoJson.Flag(ref reader) ? "true" : "false";
                        else
                            reader.Skip();
                    }

                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        var customerId = id ?? throw new RecordException("id_missing", "id is missing");
        var changed = updatedAt ?? throw new RecordException("date_invalid", "updated_at is missing");
        key = new RecordKey(changed.ToUnixTimeSeconds(), customerId);
        return new StoreCustomer
        {
            Reference = new CustomerReference
            {
                StoreCustomerId = customerId.ToString(CultureInfo.InvariantCulture),
                Email = email,
                FirstName = firstName,
                LastName = lastName,
            },
            CreatedAt = createdAt ?? throw new RecordException("date_invalid", "created_at is missing"),
            UpdatedAt = changed,
            ReadAt = readAt,
            Attributes = attributes.ToImmutable(),
        };

        void Keep(string attribute, ref Utf8JsonReader value)
        {
            if (MagentoJson.Text(ref value, _pool, attribute) is { } text)
                attributes[attribute] = text;
        }
    }
}
