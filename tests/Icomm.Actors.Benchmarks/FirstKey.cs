namespace Icomm.Actors.Benchmarks;

/// <summary>The key that a silo makes at its first start.</summary>
internal static class FirstKey
{
    public const string Header = "X-Api-Key";

    /// <returns>Null before that.</returns>
    public static string? Of(string dataFolder)
    {
        var file = Path.Combine(dataFolder, "first-key");
        return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }
}
