namespace Icomm.Actors.Connectors;

/// <summary>A store could not be read. The message is meant for the merchant and holds no secret and no personal data.</summary>
public sealed class StoreException(StoreProblem problem, bool isTransient, Exception? innerException = null)
    : Exception($"{problem.Code}: {problem.Message}", innerException)
{
    public StoreProblem Problem { get; } = problem;

    /// <summary>True when the same request may succeed later (rate limits, 5xx, time-outs); false when somebody has to act.</summary>
    public bool IsTransient { get; } = isTransient;

    /// <summary>How long the store asked us to wait, when it did.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static StoreException SettingMissing(string name) => new(
        new StoreProblem(
            "setting_missing",
            new($"The setting '{name}' is missing.", $"Falta el dato '{name}'.", $"Falta o dado '{name}'."),
            new($"Fill in '{name}' and verify again.", $"Completar '{name}' y volver a verificar.", $"Preencher '{name}' e verificar novamente.")),
        isTransient: false);
}
