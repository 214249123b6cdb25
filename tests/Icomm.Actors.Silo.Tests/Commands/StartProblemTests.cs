using System.Net.Sockets;
using Icomm.Actors.Silo.Commands;
using Orleans.Runtime;

namespace Icomm.Actors.Silo.Tests.Commands;

/// <summary>What an engine throws at its start; the rest is seen from outside, by a silo that doesn't start.</summary>
public sealed class StartProblemTests
{
    [Fact]
    public void A_setting_that_the_engine_refuses_is_a_setting()
    {
        Assert.Equal("settings_invalid: ProbeTimeout must be positive.", StartProblem.Of(new OrleansConfigurationException("ProbeTimeout must be positive.")));
        Assert.StartsWith("settings_invalid: ", StartProblem.Of(new SocketException((int)SocketError.AddressNotAvailable)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_expected_keeps_its_stack() => Assert.Null(StartProblem.Of(new InvalidOperationException("nobody expected this")));
}
