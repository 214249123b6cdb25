using System.ComponentModel;
using System.Diagnostics;

namespace Icomm.Actors.Benchmarks.Refresh;

/// <summary>Programs that the machine may have or not.</summary>
internal static class Shell
{
    /// <returns>Null when there is no such program.</returns>
    public static async Task<ShellAnswer?> RunAsync(string program, IEnumerable<string> arguments, string? input = null, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }

        using (process)
        {
            var output = process!.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            if (input is not null)
                await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            return new ShellAnswer(process.ExitCode, await output, await errors);
        }
    }
}

internal sealed record ShellAnswer(int Code, string Output, string Errors)
{
    /// <exception cref="InvalidOperationException">The program failed.</exception>
    public ShellAnswer Well(string what) => Code == 0 ? this : throw new InvalidOperationException($"{what} failed with {Code}: {Errors}{Output}");
}
