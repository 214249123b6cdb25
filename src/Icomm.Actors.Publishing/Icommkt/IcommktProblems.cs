using System.Globalization;
using Icomm.Actors.Connectors;
using static Icomm.Actors.Publishing.PublishProblems;

namespace Icomm.Actors.Publishing.Icommkt;

/// <summary>Words what went wrong between us and the contacts API for the merchant.</summary>
internal static class IcommktProblems
{
    private const string NothingToDo = "Nothing to do: it is tried again.";

    /// <summary>
    /// The API answered, and said no to the batch. Its codes for that are not documented, so the words decide whether the profile is meant; they go no further,
    /// since they may quote what was sent.
    /// </summary>
    public static PublishException Refused(int status, string message) => message.Contains("profile", StringComparison.OrdinalIgnoreCase)
        ? ProfileUnknown()
        : Permanent(
            RefusedCode, string.Create(CultureInfo.InvariantCulture, $"ICOMMKT refused the contacts with status {status}."), "Check API key and profile key, and that the profile has the ICOMMKT_ fields.");

    /// <summary>Says in terms of ICOMMKT what the connectors' client says in terms of stores.</summary>
    public static PublishException Of(StoreException failure)
    {
        var (code, message, remedy) = failure.Problem.Code switch
        {
            "credentials_rejected" or "permission_missing" => (UnauthorisedCode, "ICOMMKT does not accept the API key.", "Check the API key, and verify again."),
            "access_blocked" => (RefusedCode, "Something in front of ICOMMKT's API refuses our requests.", "Check the API address; ask ICOMMKT to let our requests through."),
            "rate_limited" => (ThrottledCode, "ICOMMKT asks for fewer requests.", $"{NothingToDo} If it stays, lower the requests per minute."),
            "store_error" => (ServiceFailedCode, "ICOMMKT's API failed.", NothingToDo),
            "store_resting" => (RestingCode, "ICOMMKT's API failed so often that it is left alone for a while.", NothingToDo),
            "store_timeout" => (UnreachableCode, "ICOMMKT's API gave no answer in time.", $"{NothingToDo} If it stays, choose a smaller batch size."),
            "store_unreachable" => (UnreachableCode, "ICOMMKT's API could not be reached.", "Check the API address. It is tried again."),
            "answer_too_large" or "answer_truncated" or "answer_not_json" or "answer_unexpected" =>
                (AnswerInvalidCode, "ICOMMKT's answer can't be understood, so that nothing says whether it took the contacts.", $"{NothingToDo} If it stays, check the API address and ask ICOMMKT."),
            "url_invalid" or "url_not_https" or "address_not_allowed" or "redirect_refused" or "endpoint_not_found" =>
                (AddressInvalidCode, "There is no contacts API at the API address.", "Leave the API address empty for ICOMMKT's own, and verify again."),
            _ => (RefusedCode, "ICOMMKT refused the request.", "Check the settings, and verify again."),
        };

        // The inner exception comes from the connectors, which never quote an answer or a header.
        return new PublishException(new PublishProblem(code, message, remedy), failure.IsTransient, failure) { RetryAfter = failure.RetryAfter };
    }

    public static PublishProblem VerifyTimedOut() => new(UnreachableCode, "ICOMMKT's API gave no answer in time.", "Check the API address, and verify again.");

    private static PublishException ProfileUnknown() => Permanent(ProfileUnknownCode, "ICOMMKT does not know the profile key.", "Copy the profile key of the database at ICOMMKT, and verify again.");
}
