using System.Collections.Immutable;

namespace Icomm.Actors.Publishing.Omnichannel;

/// <summary>One customer as the CUSTOMERS file tells it. The guide requires an e-mail.</summary>
public sealed record OmnichannelCustomer
{
    /// <summary>The same as in the customer's orders. At most 50 characters; longer ones are cut.</summary>
    public required string UserId { get; init; }

    public required string Email { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    /// <summary>Identity document.</summary>
    public string? Document { get; init; }

    public required ImmutableArray<ContactField> Fields { get; init; }

    /// <summary>The shop's customer id where it is known; the last part of the profile's id stands in, since what comes before it is the same for all.</summary>
    public static OmnichannelCustomer Of(Contact contact) => new()
    {
        UserId = contact.UserId ?? contact.ProfileId[(contact.ProfileId.LastIndexOf('/') + 1)..],
        Email = contact.Email,
        FirstName = contact.FirstName,
        LastName = contact.LastName,
        Document = contact.Document,
        Fields = contact.Fields,
    };

    /// <summary>Never prints the person.</summary>
    public override string ToString() => nameof(OmnichannelCustomer);
}
