using Icomm.Actors.Simulation.Mutations;
using Xunit.Abstractions;

namespace Icomm.Actors.Simulation;

/// <summary>The simulation proves something only if it fails when something is broken.</summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private const int MostSeeds = 60;

    public static TheoryData<string> Names => [.. Mutants.Keys];

    private static readonly Dictionary<string, Mutation> Mutants = new Mutation[]
    {
        new LosesAProfileWrite(),
        new ConfirmsBeforeItIsDurable(),
        new ReplaysAWrite(),
        new CoversBeforeItHasRead(),
        new SkipsAtTheSeam(),
        new CountsAnOrderTwice(),
        new MixesUpCustomers(),
        new LooksNotBack(),
        new ForgetsVersions(),
    }.ToDictionary(mutation => mutation.GetType().Name);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mutation_is_noticed(string name)
    {
        for (var seed = 1; seed <= MostSeeds; seed++)
        {
            var result = Simulation.Run(seed, Mutants[name]);
            if (result.IsGood)
                continue;
            output.WriteLine($"{name} is noticed by seed {seed}: {result.Violations[0]}");
            return;
        }

        Assert.Fail($"{name} went unnoticed by {MostSeeds} seeds.");
    }
}
