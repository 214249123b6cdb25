namespace Icomm.Actors.Silo.Commands;

/// <summary>What the command line of <c>export</c> and <c>import</c> says.</summary>
/// <param name="Folder">Of the export.</param>
/// <param name="Settings">What is left for the silo's configuration.</param>
internal sealed record TransferCommandLine(TransferVerb Verb, string Folder, bool ReplaceZeros, string[] Settings)
{
    public const string Usage = """
        Without a command the silo starts. Commands move all that it keeps, from SQLite to PostgreSQL or back; stop the silos of the database first.

          export --to FOLDER     write the database into FOLDER, which is empty or that of an export that broke off
            --replace-zeros      write U+FFFD for the character 0 in texts, which PostgreSQL can't hold
          import --from FOLDER   fill an empty database with an export, and compare it; one that broke off goes on

        The database is that of the silo's settings (appsettings.json, Persistence__… in the environment, --Persistence:…=… here). For PostgreSQL:
          --Persistence:Provider=Postgres --Persistence:ConnectionString="Host=…;Database=…;Username=…" --Persistence:PasswordFile=…
        The keys in Persistence:DataFolder do not move: the import needs a data folder that has those of the exported one.

        Ends with 0 when all is done, 1 when something failed, 2 when this text was to be read.
        """;

    /// <summary>Whether a command is meant: a first word that is no setting, in any of the forms that ASP.NET reads: <c>--name value</c>, <c>/name value</c>, <c>name=value</c>.</summary>
    public static bool IsMeantBy(string[] args) => args is [var first, ..] && (IsHelp(first) || !(first.StartsWith('-') || first.StartsWith('/') || first.Contains('=', StringComparison.Ordinal)));

    /// <returns>The command; or, without one, what is wrong with the line. Neither when help was asked for.</returns>
    public static (TransferCommandLine? Command, string? Problem) Parse(string[] args)
    {
        if (args.Any(IsHelp))
            return (null, null);
        if (!Enum.TryParse<TransferVerb>(args[0], ignoreCase: true, out var verb) || args[0] != verb.ToString().ToLowerInvariant())
            return (null, $"There is no command '{args[0]}'.");
        var folderOption = verb == TransferVerb.Export ? "--to" : "--from";
        var (folder, replaceZeros, settings) = ("", false, new List<string>());
        for (var rest = new Queue<string>(args.Skip(1)); rest.TryDequeue(out var option);)
        {
            if (option == "--replace-zeros" && verb == TransferVerb.Export)
                replaceZeros = true;
            else if (option == folderOption)
                folder = rest.TryDequeue(out var value) ? value : "";
            else if (option.StartsWith(folderOption + "=", StringComparison.Ordinal))
                folder = option[(folderOption.Length + 1)..];
            else if (IsSetting(option))
                settings.AddRange(option.Contains('=', StringComparison.Ordinal) || !rest.TryDequeue(out var value) ? [option] : [option, value]);
            else
                return (null, $"{args[0]} has no option '{option}'.");
        }

        return folder.Length > 0 ? (new TransferCommandLine(verb, folder, replaceZeros, [.. settings]), null) : (null, $"{args[0]} needs {folderOption} FOLDER.");
    }

    private static bool IsHelp(string option) => option is "--help" or "-h" or "-?";

    private static bool IsSetting(string option) => option.StartsWith("--", StringComparison.Ordinal) && option.Split('=')[0].Contains(':', StringComparison.Ordinal);
}

internal enum TransferVerb
{
    Export,
    Import,
}
