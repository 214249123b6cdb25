namespace Icomm.Actors.StoreSimulator.Icommkt;

/// <summary>How the API writes a StatusCode.</summary>
public enum StatusForm
{
    Number,
    Text,
}
