using System.Globalization;

namespace Icomm.Actors.Simulation;

/// <summary>Which seeds are run: 1,000 unless the environment says otherwise.</summary>
internal static class Seeds
{
    /// <summary><c>N</c> for 1 to N, or <c>FROM-TO</c>.</summary>
    public const string RangeVariable = "ICOMM_SIMULATION_SEEDS";

    /// <summary>One seed, with its trace.</summary>
    public const string ReplayVariable = "ICOMM_SIMULATION_SEED";

    private const int Default = 1_000;

    public static int? Replayed => Environment.GetEnvironmentVariable(ReplayVariable) is { Length: > 0 } text ? Parse(text) : null;

    public static (int From, int To) Range
    {
        get
        {
            if (Environment.GetEnvironmentVariable(RangeVariable) is not { Length: > 0 } text)
                return (1, Default);
            var dash = text.IndexOf('-', StringComparison.Ordinal);
            var range = dash < 0 ? (From: 1, To: Parse(text)) : (From: Parse(text[..dash]), To: Parse(text[(dash + 1)..]));
            return range.From <= range.To ? range : throw new FormatException($"{RangeVariable}={text}: the range is empty.");
        }
    }

    private static int Parse(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"'{text}' is no number of seeds: use {RangeVariable}=N or FROM-TO, or {ReplayVariable}=SEED.");
}
