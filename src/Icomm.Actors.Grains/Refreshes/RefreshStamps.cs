using System.Text.Json;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Hashing;

namespace Icomm.Actors.Grains.Refreshes;

/// <summary>Numbers that stand for what rows and scores depend on besides the orders: with another, they are computed again.</summary>
internal static class RefreshStamps
{
    /// <summary>Raise it when rows are evaluated differently than before.</summary>
    private const int EvaluationVersion = 2;

    /// <summary>Of what the rows depend on.</summary>
    public static long OfEvaluation(DatabaseSettings settings) =>
        Of(new { EvaluationVersion, settings.TimeZone, settings.Currency, settings.Rates, settings.OlderWindow });

    /// <summary>Of what the scores depend on.</summary>
    public static long OfScoring(DatabaseSettings settings) => Of(new { settings.RfmMethod, Segments = settings.Segments() });

    private static long Of<T>(T value) => unchecked((long)XxHash64.Of(JsonSerializer.SerializeToUtf8Bytes(value)));
}
