namespace Icomm.Actors.StoreSimulator.Icommkt;

/// <summary>How the simulated contacts API is set up.</summary>
public sealed record IcommktOptions
{
    /// <summary>The account's API key. A fake: it opens nothing but the simulator.</summary>
    public string ApiKey { get; init; } = "icommkt-simulator-key-1";

    /// <summary>The profiles (databases) that exist, by key.</summary>
    public IReadOnlyList<string> ProfileKeys { get; init; } = ["icommkt-profile-1"];

    /// <summary>Fields of a profile besides the ICOMMKT_ ones: free text.</summary>
    public IReadOnlyList<string> TextFields { get; init; } = ["Nombre", "Apellido"];

    /// <summary>Fields that every saved contact has to bring, even if empty; none by default, as in the real API, which keeps what is not sent.</summary>
    public IReadOnlyList<string> RequiredFields { get; init; } = [];

    /// <summary>The most contacts in one SaveMultiContact.</summary>
    public int MaxBatch { get; init; } = 500;

    /// <summary>How StatusCode is written: clients have seen both.</summary>
    public StatusForm StatusForm { get; init; } = StatusForm.Number;
}
