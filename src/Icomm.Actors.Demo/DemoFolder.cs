namespace Icomm.Actors.Demo;

/// <summary>The demo begins with nothing, but never empties a folder that isn't its own.</summary>
internal static class DemoFolder
{
    private const string Marker = ".icomm-demo";

    /// <exception cref="DemoException">The folder holds something that no demo put there.</exception>
    public static void Empty(string folder)
    {
        var marker = Path.Combine(folder, Marker);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            if (!File.Exists(marker))
                throw new DemoException($"'{Path.GetFullPath(folder)}' is not empty and not a demo's folder. Choose another with --data-folder.");
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException exception)
            {
                throw new DemoException($"'{Path.GetFullPath(folder)}' can't be emptied ({exception.Message}). Is another demo running?");
            }
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(marker, "The demo of Icomm.Actors empties this folder at every start.\n");
    }
}
