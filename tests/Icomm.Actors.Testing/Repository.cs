namespace Icomm.Actors.Testing;

/// <summary>The files that the tests were built from: documents are tested too.</summary>
public static class Repository
{
    /// <param name="path">Folders and file below the repository's root.</param>
    /// <exception cref="InvalidOperationException">The tests run outside the repository.</exception>
    public static string PathOf(params string[] path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Icomm.Actors.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        return Path.Combine([folder.FullName, .. path]);
    }
}
