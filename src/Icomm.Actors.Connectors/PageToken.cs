using System.Globalization;

namespace Icomm.Actors.Connectors;

/// <summary>What the page tokens of all connectors are read with.</summary>
internal static class PageToken
{
    /// <returns>False when it is no number, or one outside of the range.</returns>
    public static bool Number(string text, long least, long most, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}
