namespace Icomm.Actors.Publishing.Files;

/// <summary>Words what the file system refuses. Paths stay inside: they are the operator's.</summary>
internal static class FileProblems
{
    /// <exception cref="PublishException"><c>publish_file_failed</c>.</exception>
    public static void Guard(Action act)
    {
        try
        {
            act();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Of(failure);
        }
    }

    /// <inheritdoc cref="Guard"/>
    public static async Task GuardAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Of(failure);
        }
    }

    /// <summary>A full or busy disk may be better later; a missing permission needs somebody.</summary>
    private static PublishException Of(Exception failure) => failure is IOException
        ? PublishProblems.Transient(PublishProblems.FileFailedCode, "The file could not be written.", "It is tried again. If it stays, ask the operator: the disk may be full, or the file in use.", failure)
        : PublishProblems.Permanent(PublishProblems.FileFailedCode, "The server may not write the file.", "Ask the operator for the permission to write in the folder for files.", failure);
}
