namespace Icomm.Actors.Publishing;

/// <summary>The codes of <see cref="ContactOutcome.Code"/>. They are stored and shown: never change one.</summary>
public static class ContactRejections
{
    /// <summary>ICOMMKT took the batch and refused this contact; the message tells its status and its words.</summary>
    public const string RefusedByIcommkt = "contact_refused";

    /// <summary>Not sent: no e-mail, or one longer than 254 characters.</summary>
    public const string EmailInvalid = "contact_email_invalid";

    /// <summary>Not sent: another contact of the same call has the same e-mail.</summary>
    public const string EmailDuplicate = "contact_email_duplicate";

    /// <summary>Not sent: more fields, or more text, than one contact may have.</summary>
    public const string TooLarge = "contact_too_large";
}
