using static Icomm.Actors.Publishing.Icommkt.IcommktSettings;

namespace Icomm.Actors.Publishing.Icommkt;

/// <summary>What the form asks for.</summary>
internal static class IcommktDescription
{
    public static SinkDescription Value { get; } = new()
    {
        DisplayName = "ICOMMKT contacts API",
        Fields =
        [
            new(Names.ApiKey, "API key", "The account's API key.", IsRequired: true, IsSecret: true),
            new(Names.ProfileKey, "Profile key", "The key of the database (profile) at ICOMMKT that gets the contacts.", IsRequired: true, IsSecret: true),
            new(Names.ApiUrl, "API address", $"{DefaultApi} when empty.", IsRequired: false, IsSecret: false),
            new(Names.FirstNameField, "First name field", $"The field that gets first names; '{DefaultFirstNameField}' when empty, '{NoField}' for none.", IsRequired: false, IsSecret: false),
            new(Names.LastNameField, "Last name field", $"The field that gets last names; '{DefaultLastNameField}' when empty, '{NoField}' for none.", IsRequired: false, IsSecret: false),
            new(Names.BatchSize, "Batch size", "Contacts in one request, 1 to 500; 100 when empty.", IsRequired: false, IsSecret: false),
            new(Names.RequestsPerMinute, "Requests per minute", "At most this many, 6 to 6000; 120 when empty.", IsRequired: false, IsSecret: false),
        ],
    };
}
