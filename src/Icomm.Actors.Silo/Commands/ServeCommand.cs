namespace Icomm.Actors.Silo.Commands;

/// <summary>Runs the host until it is told to stop.</summary>
internal static class ServeCommand
{
    private const int Stopped = 0;
    private const int Failed = 1;

    /// <returns>The exit code. For a start that failed, the last line that is printed says why, with its code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await SiloApp.Create(args).RunAsync();
            return Stopped;
        }
        catch (Exception exception) when (StartProblem.Of(exception) is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return Failed;
        }
    }
}
