using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using Icomm.Actors.Testing.Outside;
using Icomm.Actors.Testing.Outside.Processes;
using Icomm.Actors.Testing.Postgres;
using Icomm.Actors.Trials;
using Icomm.Actors.Trials.Chaos;
using Icomm.Actors.Trials.Fairness;
using Icomm.Actors.Trials.Network;
using Icomm.Actors.Trials.Partition;
using Icomm.Actors.Trials.Rolling;
using Icomm.Actors.Trials.Throughput;

// What the trial "partition" starts in each silo's network.
if (args is [Relay.Verb, var target, .. var ports])
    return await Relay.RunAsync(IPAddress.Parse(target), ports.Select(port => int.Parse(port, CultureInfo.InvariantCulture)));

// What a cluster must show, on PostgreSQL and separate processes of one machine: each trial prints a table, and 0 is the exit code of a cluster that showed it.
var trials = new Dictionary<string, Func<TrialOptions, TrialTable, Task>>
{
    ["chaos"] = ChaosTrial.RunAsync,
    ["partition"] = PartitionTrial.RunAsync,
    ["rolling"] = RollingTrial.RunAsync,
    ["throughput"] = ThroughputTrial.RunAsync,
    ["fairness"] = FairnessTrial.RunAsync,
};

// The hosts of simulated shops take the signals that would end this program, and with it all that it started.
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Environment.Exit(130));
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(143));

TrialOptions options;
try
{
    options = TrialOptions.Parse(args, trials.Keys);
}
catch (FormatException error)
{
    Console.Error.WriteLine(error.Message + Environment.NewLine + TrialOptions.Usage(trials.Keys));
    return 2;
}

if (PostgresServer.WhyNone is { } whyNone)
{
    Console.Error.WriteLine(whyNone);
    return 3;
}

if (Shipped.ActorEngine == "embedded" && options.Silos > 1)
{
    Console.Error.WriteLine(
        "The silo that would be started was built for the embedded engine, which never clusters: build with -p:ActorEngine=orleans, or try what one silo can show with --silos 1.");
    return 3;
}

var table = new TrialTable();
foreach (var name in options.Trials)
{
    table.Section(name, $"{options.Silos} silos, {Shipped.ActorEngine} engine, PostgreSQL");
    try
    {
        await trials[name](options, table);
    }
    catch (Exception failure) when (failure is TrialImpossibleException or UnexpectedException or TimeoutException)
    {
        table.Fail(failure.Message);
    }
}

return table.IsGood ? 0 : 1;
