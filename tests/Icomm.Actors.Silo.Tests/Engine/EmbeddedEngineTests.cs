using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Tests.Engine;

public sealed class EmbeddedEngineTests
{
    [Theory]
    [InlineData("Role=Silo", "Cluster:Role other than SiloAndApi needs a build with ActorEngine=orleans; this one has embedded.")]
    [InlineData("Role=Api", "Cluster:Role other than SiloAndApi needs a build with ActorEngine=orleans; this one has embedded.")]
    [InlineData("Tls:CertificateFile=silo.crt Tls:KeyFile=silo.key Tls:AuthorityFile=ca.crt", "Cluster:Tls needs a build with ActorEngine=orleans; this one has embedded.")]
    [InlineData("Dashboard=true", "Cluster:Dashboard needs a build with ActorEngine=orleans; this one has embedded.")]
    public void WhatNeedsAClusterIsRefusedByTheEngineThatHasNone(string settings, string message)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => SiloApp.Create(
            [.. settings.Split(' ').Select(setting => $"--Cluster:{setting}"), "--Persistence:Provider=Postgres", "--Persistence:ConnectionString=Host=localhost;Database=icomm;Username=icomm"]));
        Assert.Equal(message, refused.Message);
    }
}
