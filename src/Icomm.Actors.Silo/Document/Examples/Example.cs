namespace Icomm.Actors.Silo.Document.Examples;

/// <summary>A body as it may be. A value of the contract itself: what the contract has no longer does not compile.</summary>
/// <param name="Name">Tells several of one contract apart.</param>
internal sealed record Example(object Value, string Name = Example.Typical)
{
    public const string Typical = "typical";
}
