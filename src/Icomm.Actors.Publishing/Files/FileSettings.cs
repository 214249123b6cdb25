using System.Globalization;
using System.Text.RegularExpressions;

namespace Icomm.Actors.Publishing.Files;

/// <summary>Reads the settings that kinds of file share.</summary>
internal static partial class FileSettings
{
    /// <summary>Stands for the day that the indicators are as of, as yyyyMMdd.</summary>
    public const string DatePlace = "{date}";

    /// <exception cref="PublishException"><c>publish_setting_invalid</c>.</exception>
    public static string FileName(PublicationTarget target, string setting, string standard, DateOnly asOf)
    {
        var name = (target.Find(setting) ?? standard).Replace(DatePlace, Day(asOf), StringComparison.Ordinal);
        return Plain().IsMatch(name)
            ? name
            : throw PublishProblems.SettingInvalid(setting, $"Write a file name of letters, digits and _ . - that begins with a letter or digit; {DatePlace} stands for the day.");
    }

    /// <exception cref="PublishException"><c>publish_setting_invalid</c>.</exception>
    public static bool Flag(PublicationTarget target, string setting, bool standard) => target.Find(setting) switch
    {
        null => standard,
        "true" => true,
        "false" => false,
        _ => throw PublishProblems.SettingInvalid(setting, "Write true or false."),
    };

    public static string Day(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex Plain();
}
