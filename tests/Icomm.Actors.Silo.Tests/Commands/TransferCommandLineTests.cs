using Icomm.Actors.Silo.Commands;

namespace Icomm.Actors.Silo.Tests.Commands;

public sealed class TransferCommandLineTests
{
    [Theory]
    [InlineData("export --to /backup", "Export", "/backup", false, "")]
    [InlineData("export --replace-zeros --to=/backup", "Export", "/backup", true, "")]
    [InlineData("import --Persistence:Provider=Postgres --from /backup --Persistence:DataFolder /data", "Import", "/backup", false, "--Persistence:Provider=Postgres --Persistence:DataFolder /data")]
    public void A_command_has_a_folder_and_leaves_settings_to_the_silo(string line, string verb, string folder, bool replaceZeros, string settings)
    {
        Assert.True(TransferCommandLine.IsMeantBy(line.Split(' ')));
        var (command, problem) = TransferCommandLine.Parse(line.Split(' '));
        Assert.Null(problem);
        Assert.Equal((verb, folder, replaceZeros), (command!.Verb.ToString(), command.Folder, command.ReplaceZeros));
        Assert.Equal(settings, string.Join(' ', command.Settings));
    }

    [Theory]
    [InlineData("export", "--to FOLDER")]
    [InlineData("export --to", "--to FOLDER")]
    [InlineData("export --from /backup", "'--from'")]
    [InlineData("import --from /backup --replace-zeros", "'--replace-zeros'")]
    [InlineData("import --from /backup more", "'more'")]
    [InlineData("Export --to /backup", "'Export'")]
    [InlineData("0 --to /backup", "'0'")]
    [InlineData("restore --from /backup", "'restore'")]
    public void What_makes_no_sense_is_named(string line, string named)
    {
        var (command, problem) = TransferCommandLine.Parse(line.Split(' '));
        Assert.Null(command);
        Assert.Contains(named, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("export --to /backup -h")]
    public void Help_is_no_mistake(string line)
    {
        Assert.True(TransferCommandLine.IsMeantBy(line.Split(' ')));
        Assert.Equal((null, null), TransferCommandLine.Parse(line.Split(' ')));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--urls=http://127.0.0.1:0 export")]
    [InlineData("--Persistence:DataFolder data")]
    [InlineData("/urls http://127.0.0.1:0")]
    [InlineData("/urls=http://127.0.0.1:0")]
    [InlineData("Urls=http://127.0.0.1:0 export")]
    public void A_line_of_settings_starts_the_silo(string line) => Assert.False(TransferCommandLine.IsMeantBy(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
