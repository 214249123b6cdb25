namespace Icomm.Actors.Testing;

/// <summary>A test on the real orders of the shared data folder. Skipped, and said so, where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    /// <param name="file">Of the folder.</param>
    public SharedDataFactAttribute(string file)
    {
        if (!File.Exists(SharedData.PathOf(file)))
            Skip = $"The real orders are not here: {SharedData.PathOf(file)}. Set ICOMM_SHARED_DATA to the folder that holds {file}.";
    }
}
