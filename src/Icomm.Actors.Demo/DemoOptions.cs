using System.Globalization;
using Icomm.Actors.StoreSimulator;

namespace Icomm.Actors.Demo;

/// <summary>What the command line says.</summary>
internal sealed record DemoOptions
{
    public const string Usage = """
        A silo, its API and a simulated shop, with a first sync from one to the other.

          --once              end after the report instead of serving on
          --data FILE         serve the UCI Online Retail file (online-retail.csv.gz) instead of a generated shop
          --shop NAME         the platform to simulate: magento (the default), vtex, fenicio or hermes
          --orders N          how many orders the generated shop has (20000)
          --data-folder DIR   where the silo keeps everything (data/demo); emptied first
          --urls URL          where the API listens (http://127.0.0.1:5080)
        """;

    public bool Once { get; private init; }

    /// <summary>The UCI file; null for a generated shop.</summary>
    public string? DataFile { get; private init; }

    public StorePlatform Shop { get; private init; } = StorePlatform.Magento;

    public int Orders { get; private init; } = 20_000;

    public string DataFolder { get; private init; } = Path.Combine("data", "demo");

    public string Urls { get; private init; } = "http://127.0.0.1:5080";

    /// <returns>Null when help was asked for.</returns>
    /// <exception cref="DemoException">The command line makes no sense.</exception>
    public static DemoOptions? Parse(string[] args)
    {
        var options = new DemoOptions();
        var rest = new Queue<string>(args);
        while (rest.TryDequeue(out var option))
        {
            switch (option)
            {
                case "--help" or "-h" or "-?":
                    return null;
                case "--once":
                    options = options with { Once = true };
                    break;
                case "--data":
                    options = options with { DataFile = ExistingFile(Value(rest, option)) };
                    break;
                case "--shop":
                    options = options with { Shop = Platform(Value(rest, option)) };
                    break;
                case "--orders":
                    options = options with { Orders = Number(Value(rest, option), option) };
                    break;
                case "--data-folder":
                    options = options with { DataFolder = Value(rest, option) };
                    break;
                case "--urls":
                    options = options with { Urls = Value(rest, option) };
                    break;
                default:
                    throw new DemoException($"There is no option '{option}'. Try --help.");
            }
        }

        return options;
    }

    private static StorePlatform Platform(string name)
    {
        var platforms = Enum.GetValues<StorePlatform>().ToDictionary(platform => platform.ToString().ToLowerInvariant());
        return platforms.TryGetValue(name, out var known) ? known : throw new DemoException($"There is no simulated '{name}' shop. Use one of: {string.Join(", ", platforms.Keys)}.");
    }

    private static string Value(Queue<string> rest, string option) =>
        rest.TryDequeue(out var value) ? value : throw new DemoException($"{option} needs a value. Try --help.");

    private static int Number(string text, string option) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 10_000_000
            ? number
            : throw new DemoException($"{option} takes a number from 1 to 10,000,000.");

    private static string ExistingFile(string path) =>
        File.Exists(path) ? path : throw new DemoException($"There is no file '{path}'.");
}
