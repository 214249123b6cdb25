using System.Globalization;

namespace Icomm.Actors.Trials;

/// <summary>What is tried, and how much of it.</summary>
internal sealed record TrialOptions
{
    public IReadOnlyList<string> Trials { get; init; } = [];

    /// <summary>Silos at the beginning: 1 to 9.</summary>
    public int Silos { get; init; } = 3;

    /// <summary>Simulated shops: 1 to 100.</summary>
    public int Shops { get; init; } = 10;

    /// <summary>Of each shop: 100 to 1,000,000.</summary>
    public int Orders { get; init; } = 50_000;

    /// <summary>Seconds between two kills: 1 to 600.</summary>
    public int KillEvery { get; init; } = 10;

    /// <summary>Seconds for which a silo is cut off: 1 to 600.</summary>
    public int CutFor { get; init; } = 60;

    /// <summary>Seconds after which an answer of a silo to another is missed: 1 to 59. What the product has unless given.</summary>
    public int? ProbeTimeout { get; init; }

    /// <summary>Readers at a time: 1 to 1,000.</summary>
    public int Readers { get; init; } = 16;

    /// <summary>Regular syncs that are measured: 2 to 1,000.</summary>
    public int Syncs { get; init; } = 20;

    /// <summary>The silo of an earlier version, which <c>rolling</c> upgrades; null to restart the same.</summary>
    public string? Before { get; init; }

    /// <summary>Where logs of the silos are kept; a folder of its own unless given.</summary>
    public string? Logs { get; init; }

    public static string Usage(IEnumerable<string> trials) => $"""
        Icomm.Actors.Trials: {string.Join(", ", trials)}, all

          --silos N          silos at the beginning (3)
          --shops N          simulated shops (10)
          --orders N         of each shop (50000)
          --kill-every S     seconds between two kills (10)
          --cut-for S        seconds for which a silo is cut off (60)
          --probe-timeout S  seconds after which a silo misses another's answer (5)
          --readers N        readers at a time (16)
          --syncs N          regular syncs that are measured (20)
          --before DLL       the silo of an earlier version, built for the same engine: rolling upgrades it
          --logs FOLDER      where the silos' logs are kept
        """;

    /// <exception cref="FormatException">An argument isn't understood; the message says which.</exception>
    public static TrialOptions Parse(IReadOnlyList<string> arguments, IReadOnlyCollection<string> known)
    {
        var options = new TrialOptions();
        var trials = new List<string>();
        var given = new Queue<string>(arguments);
        while (given.TryDequeue(out var name))
        {
            options = name switch
            {
                "--silos" => options with { Silos = Number(1, 9) },
                "--shops" => options with { Shops = Number(1, 100) },
                "--orders" => options with { Orders = Number(100, 1_000_000) },
                "--kill-every" => options with { KillEvery = Number(1, 600) },
                "--cut-for" => options with { CutFor = Number(1, 600) },
                "--probe-timeout" => options with { ProbeTimeout = Number(1, 59) },
                "--readers" => options with { Readers = Number(1, 1_000) },
                "--syncs" => options with { Syncs = Number(2, 1_000) },
                "--before" => options with { Before = Path.GetFullPath(Value()) },
                "--logs" => options with { Logs = Value() },
                _ => Named(),
            };

            TrialOptions Named()
            {
                if (name != "all" && !known.Contains(name))
                    throw new FormatException($"There is no trial or option '{name}'.");
                trials.AddRange(name == "all" ? known : [name]);
                return options;
            }

            string Value() => given.TryDequeue(out var value) ? value : throw new FormatException($"{name} needs a value.");

            int Number(int least, int most) =>
                int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                    ? number
                    : throw new FormatException($"{name} needs a number from {least:N0} to {most:N0}.");
        }

        return options with { Trials = trials.Count == 0 ? throw new FormatException("Which trial?") : [.. trials.Distinct()] };
    }
}
