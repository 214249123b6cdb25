namespace Icomm.Actors.EndToEnd;

/// <summary>A test on the real orders of the shared data folder: <c>ICOMM_SHARED_DATA</c>, or <c>../shared/data</c> beside the repository. Skipped, and said so, where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (!File.Exists(SharedData.OnlineRetail))
            Skip = $"The real orders are not here: {SharedData.OnlineRetail}. Set ICOMM_SHARED_DATA to the folder that holds online-retail.csv.gz.";
    }
}
