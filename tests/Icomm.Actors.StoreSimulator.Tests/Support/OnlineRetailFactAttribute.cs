namespace Icomm.Actors.StoreSimulator.Tests.Support;

/// <summary>A fact about the UCI file: skipped, with the reason shown, where the file isn't.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnlineRetailFactAttribute : FactAttribute
{
    public OnlineRetailFactAttribute()
    {
        if (!File.Exists(SharedData.OnlineRetail))
            Skip = $"The UCI Online Retail file is not at {SharedData.OnlineRetail}; set ICOMM_SHARED_DATA to its folder.";
    }
}
