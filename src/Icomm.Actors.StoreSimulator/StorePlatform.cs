namespace Icomm.Actors.StoreSimulator;

/// <summary>Which platform's API a simulated shop speaks.</summary>
public enum StorePlatform
{
    Magento,
    Vtex,
    Fenicio,
    Hermes,
}
