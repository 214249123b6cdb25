namespace Icomm.Actors.Silo.Cluster;

/// <summary>PEM files for the connections between silos and with their clients. All three are needed; a renewed certificate is taken up at the next start.</summary>
internal sealed class TlsFiles
{
    /// <summary>This host's certificate, for server and client authentication.</summary>
    public string CertificateFile { get; set; } = "";

    /// <summary>Its private key, not encrypted.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>The authority, or several, that signed the certificates of all hosts of the cluster. Nothing else is trusted, the system's authorities neither.</summary>
    public string AuthorityFile { get; set; } = "";

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">One is missing.</exception>
    public void Validate()
    {
        Check(CertificateFile, nameof(CertificateFile));
        Check(KeyFile, nameof(KeyFile));
        Check(AuthorityFile, nameof(AuthorityFile));

        static void Check(string file, string name)
        {
            if (string.IsNullOrWhiteSpace(file))
                throw ClusterSettings.Invalid($"{nameof(ClusterSettings.Tls)}:{name}", "must be given with the others: TLS needs certificate, key and authority");
        }
    }
}
