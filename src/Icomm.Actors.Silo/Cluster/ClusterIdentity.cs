using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Cluster;

/// <summary>Who this host is to the others of its cluster, and whom it believes: both sides of a connection show a certificate that the cluster's own authority signed.</summary>
internal sealed class ClusterIdentity
{
    /// <summary>Names don't count: silos come and go at addresses that no certificate knows. This one is only sent.</summary>
    public const string HostName = "icomm-silo";

    private readonly X509Certificate2Collection _authorities = [];
    private readonly TimeProvider _time;

    /// <exception cref="OptionsValidationException">A file can't be read, or holds something else.</exception>
    public ClusterIdentity(TlsFiles files, TimeProvider time)
    {
        _time = time;
        try
        {
            Certificate = X509Certificate2.CreateFromPemFile(files.CertificateFile, files.KeyFile);
            _authorities.ImportFromPemFile(files.AuthorityFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw ClusterSettings.Invalid(nameof(ClusterSettings.Tls), $"can't be used: {exception.Message}");
        }

        if (_authorities.Count == 0)
            throw ClusterSettings.Invalid($"{nameof(ClusterSettings.Tls)}:{nameof(TlsFiles.AuthorityFile)}", $"holds no certificate: {files.AuthorityFile}");
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>Whether a certificate is valid now and was signed by the cluster's authority.</summary>
    public bool Trusts(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.VerificationTime = _time.GetUtcNow().UtcDateTime;

        // The authority is the cluster's own and keeps no list at an address.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(certificate);
    }
}
