namespace Icomm.Actors.Silo.Idempotency;

/// <summary>What a creation makes. A request that is sent again because it failed makes the same, and may find it made.</summary>
/// <param name="Id">Those of later ones come after it.</param>
internal sealed record NewResource(string Id)
{
    public static NewResource At(DateTimeOffset now) => new(Guid.CreateVersion7(now).ToString("N"));
}
