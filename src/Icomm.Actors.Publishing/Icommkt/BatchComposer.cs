using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Icomm.Actors.Publishing.Values;

namespace Icomm.Actors.Publishing.Icommkt;

/// <summary>
/// Writes contacts into bodies of SaveMultiContact: <c>{"ProfileKey","ContactList":[{"Email","CustomFields":[{"Key","Value"}]}]}</c> (facts §1.6).
/// Every indicator is written, empty ones as empty text, since the API keeps what is not sent. A name that is not known is left out: what ICOMMKT knows of a
/// person from elsewhere is not ours to wipe.
/// </summary>
internal sealed class BatchComposer(IcommktSettings settings)
{
    /// <summary>Most bytes of one body; a single contact may have a quarter of it.</summary>
    public const int MaxBodyBytes = 4 * 1_024 * 1_024;

    public const int MaxContactBytes = MaxBodyBytes / 4;

    /// <summary>Most fields of one contact, names included.</summary>
    public const int MaxFields = 250;

    /// <summary>RFC 5321's limit.</summary>
    private const int MaxEmailLength = 254;

    // It is only ever a body of JSON: escaping for HTML would double the size of names.
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] _head = [.. "{\"ProfileKey\":"u8, .. JsonSerializer.SerializeToUtf8Bytes(settings.ProfileKey), .. ",\"ContactList\":["u8];

    /// <param name="outcomes">Gets the outcome of each contact that is not worth sending.</param>
    public IEnumerable<ContactBatch> Compose(IReadOnlyList<Contact> contacts, ContactOutcome?[] outcomes)
    {
        var emails = new HashSet<string>(contacts.Count, StringComparer.OrdinalIgnoreCase);
        var one = new ArrayBufferWriter<byte>(16 * 1_024);
        var body = new ArrayBufferWriter<byte>(64 * 1_024);
        var positions = new List<int>(settings.BatchSize);
        for (var i = 0; i < contacts.Count; i++)
        {
            one.ResetWrittenCount();
            outcomes[i] = Write(contacts[i], emails, one);
            if (outcomes[i] is not null)
                continue;
            if (positions.Count == settings.BatchSize || (positions.Count > 0 && body.WrittenCount + one.WrittenCount + 3 > MaxBodyBytes))
            {
                yield return Finish();
                positions = new List<int>(settings.BatchSize);
                body.ResetWrittenCount();
            }

            body.Write(positions.Count == 0 ? _head : ","u8);
            body.Write(one.WrittenSpan);
            positions.Add(i);
        }

        if (positions.Count > 0)
            yield return Finish();

        ContactBatch Finish()
        {
            body.Write("]}"u8);
            return new ContactBatch(positions, body.WrittenSpan.ToArray());
        }
    }

    /// <returns>Why the contact can't be sent; null when it is written.</returns>
    private ContactOutcome? Write(Contact contact, HashSet<string> emails, ArrayBufferWriter<byte> buffer)
    {
        var email = contact.Email.Trim();
        if (email.Length is 0 or > MaxEmailLength || PlainText.OneLine(email) != email)
            return ContactOutcome.Rejected(ContactRejections.EmailInvalid, "The e-mail is missing, too long or no plain text.");
        if (!emails.Add(email))
            return ContactOutcome.Rejected(ContactRejections.EmailDuplicate, "Another profile has the same e-mail.");
        if (contact.Fields.Length > MaxFields - 2)
            return ContactOutcome.Rejected(ContactRejections.TooLarge, $"The contact has more than {MaxFields - 2} fields.");
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("Email"u8, email);
            json.WriteStartArray("CustomFields"u8);
            WriteName(json, settings.FirstNameField, contact.FirstName);
            WriteName(json, settings.LastNameField, contact.LastName);
            foreach (var field in contact.Fields)
                WriteField(json, field.Name, PlainText.OneLine(FieldText.Of(field.Value, ValueStyle.Icommkt)));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenCount <= MaxContactBytes
            ? null
            : ContactOutcome.Rejected(ContactRejections.TooLarge, $"The contact has more than {MaxContactBytes / 1_024} KB of fields.");
    }

    private static void WriteName(Utf8JsonWriter json, string? key, string? name)
    {
        if (key is not null && !string.IsNullOrWhiteSpace(name))
            WriteField(json, key, PlainText.OneLine(name).Trim());
    }

    private static void WriteField(Utf8JsonWriter json, string key, string value)
    {
        json.WriteStartObject();
        json.WriteString("Key"u8, key);
        json.WriteString("Value"u8, value);
        json.WriteEndObject();
    }
}
