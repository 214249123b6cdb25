using Icomm.Actors.Demo;
using Spectre.Console;

// Into a file or a pipe goes plain text, and lines are not broken at the width of a terminal that isn't there.
if (Console.IsOutputRedirected)
{
    AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
    AnsiConsole.Profile.Width = 160;
}

try
{
    if (DemoOptions.Parse(args) is not { } options)
    {
        AnsiConsole.WriteLine(DemoOptions.Usage);
        return 0;
    }

    return await DemoTour.RunAsync(options);
}
catch (DemoException exception)
{
    AnsiConsole.MarkupLineInterpolated($"[red]{exception.Message}[/]");
    return 1;
}
