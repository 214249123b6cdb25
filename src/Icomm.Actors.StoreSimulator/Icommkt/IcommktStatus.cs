namespace Icomm.Actors.StoreSimulator.Icommkt;

/// <summary>The API's status codes. <see cref="Saved"/>, <see cref="Removed"/> and <see cref="NotFound"/> are seen in public clients; the others are made up, since nobody writes about them.</summary>
internal static class IcommktStatus
{
    public const int Saved = 1;
    public const int Removed = 2;
    public const int NotFound = 101;
    public const int ContactInvalid = 102;
    public const int ProfileUnknown = 103;
    public const int BatchInvalid = 104;
}
