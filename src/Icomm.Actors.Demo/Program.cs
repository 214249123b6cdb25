using Icomm.Actors.Demo;
using Spectre.Console;

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
