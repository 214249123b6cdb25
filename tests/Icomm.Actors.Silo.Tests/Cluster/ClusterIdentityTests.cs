using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Icomm.Actors.Silo.Cluster;
using Icomm.Actors.Testing;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Tests.Cluster;

/// <summary>Whom silos believe, with certificates as an operator makes them.</summary>
public sealed class ClusterIdentityTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2025, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private readonly ManualTimeProvider _time = new(Now);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("icomm-tls-");
    private readonly X509Certificate2 _authority = Authority("CN=cluster");

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void WhomTheAuthoritySignedIsTrustedWhateverItsName()
    {
        var identity = new ClusterIdentity(Files(), _time);
        Assert.True(identity.Certificate.HasPrivateKey);
        Assert.True(identity.Trusts(identity.Certificate));
        using var other = Signed(_authority, "CN=silo-17.elsewhere", Now.AddDays(-1), Now.AddDays(1), out _);
        Assert.True(identity.Trusts(other));
    }

    [Fact]
    public void StrangersOldCertificatesAndThoseThatSignedThemselvesAreNot()
    {
        var identity = new ClusterIdentity(Files(), _time);
        using var impostor = Authority("CN=cluster");
        using var stranger = Signed(impostor, "CN=icomm-silo", Now.AddDays(-1), Now.AddDays(1), out _);
        using var old = Signed(_authority, "CN=icomm-silo", Now.AddDays(-9), Now.AddDays(-8), out _);
        Assert.False(identity.Trusts(stranger));
        Assert.False(identity.Trusts(old));
        Assert.False(identity.Trusts(impostor));
    }

    [Fact]
    public void ACertificateIsTrustedUntilItExpires()
    {
        var identity = new ClusterIdentity(Files(), _time);
        _time.AdvanceTo(Now.AddDays(1).AddSeconds(-1));
        Assert.True(identity.Trusts(identity.Certificate));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(identity.Trusts(identity.Certificate));
    }

    [Fact]
    public void AFileThatIsMissingOrHoldsSomethingElseIsSaidAtTheStart()
    {
        var files = Files();
        File.WriteAllText(files.KeyFile, "no key");
        Assert.Contains("Cluster:Tls can't be used", Assert.Throws<OptionsValidationException>(() => new ClusterIdentity(files, _time)).Message, StringComparison.Ordinal);
        files.CertificateFile += ".missing";
        Assert.Contains("Cluster:Tls can't be used", Assert.Throws<OptionsValidationException>(() => new ClusterIdentity(files, _time)).Message, StringComparison.Ordinal);
        files = Files();
        File.WriteAllText(files.AuthorityFile, "");
        Assert.Contains("holds no certificate", Assert.Throws<OptionsValidationException>(() => new ClusterIdentity(files, _time)).Message, StringComparison.Ordinal);
    }

    private TlsFiles Files()
    {
        using var own = Signed(_authority, "CN=icomm-silo", Now.AddDays(-1), Now.AddDays(1), out var key);
        var files = new TlsFiles { CertificateFile = In("silo.crt"), KeyFile = In("silo.key"), AuthorityFile = In("ca.crt") };
        File.WriteAllText(files.CertificateFile, own.ExportCertificatePem());
        File.WriteAllText(files.KeyFile, key);
        File.WriteAllText(files.AuthorityFile, _authority.ExportCertificatePem());
        return files;
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        return request.CreateSelfSigned(Now.AddDays(-10), Now.AddDays(10));
    }

    private static X509Certificate2 Signed(X509Certificate2 authority, string name, DateTimeOffset from, DateTimeOffset until, out string keyPem)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        keyPem = key.ExportPkcs8PrivateKeyPem();
        return new CertificateRequest(name, key, HashAlgorithmName.SHA256).Create(authority, from, until, RandomNumberGenerator.GetBytes(8));
    }
}
