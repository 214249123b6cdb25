namespace Icomm.Actors.Publishing;

/// <summary>What can go wrong with a publication as a whole, in words for a merchant. The codes are part of the API: never change one. No message holds a secret, personal data, or text that a receiver wrote.</summary>
public static class PublishProblems
{
    public const string UnreachableCode = "publish_unreachable";
    public const string ServiceFailedCode = "publish_service_failed";
    public const string RestingCode = "publish_resting";
    public const string ThrottledCode = "publish_throttled";
    public const string UnauthorisedCode = "publish_unauthorised";
    public const string ProfileUnknownCode = "publish_profile_unknown";
    public const string RefusedCode = "publish_refused";
    public const string AddressInvalidCode = "publish_address_invalid";
    public const string AnswerInvalidCode = "publish_answer_invalid";
    public const string SettingMissingCode = "publish_setting_missing";
    public const string SettingInvalidCode = "publish_setting_invalid";
    public const string TypeUnknownCode = "publish_type_unknown";
    public const string FilesOffCode = "publish_files_off";
    public const string FileFailedCode = "publish_file_failed";

    internal static PublishException SettingMissing(string name) => Permanent(
        SettingMissingCode, $"The setting '{name}' is missing.", $"Fill in '{name}' and verify again.");

    internal static PublishException SettingInvalid(string name, string remedy) => Permanent(
        SettingInvalidCode, $"The setting '{name}' can't be used.", remedy);

    internal static PublishException TypeUnknown(IEnumerable<string> known) => Permanent(
        TypeUnknownCode, "There is no such kind of target.", $"Use one of: {string.Join(", ", known)}.");

    internal static PublishException Permanent(string code, string message, string remedy, Exception? inner = null) =>
        new(new PublishProblem(code, message, remedy), isTransient: false, inner);

    internal static PublishException Transient(string code, string message, string remedy, Exception? inner = null, TimeSpan? retryAfter = null) =>
        new(new PublishProblem(code, message, remedy), isTransient: true, inner) { RetryAfter = retryAfter };
}
