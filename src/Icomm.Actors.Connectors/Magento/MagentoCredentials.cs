namespace Icomm.Actors.Connectors.Magento;

/// <summary>The ways to prove to Magento who we are.</summary>
internal abstract record MagentoCredentials
{
    /// <summary>Goes into a hash; differs whenever the credentials do.</summary>
    public abstract string Fingerprint { get; }

    /// <summary>Never prints a secret.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary>A user of the admin panel, as the help article has the merchant create one. Exchanged for a token of four hours.</summary>
    public sealed record AdminUser(string Username, string Password) : MagentoCredentials
    {
        public override string Fingerprint => $"user\n{Username}\n{Password}";
    }

    /// <summary>The access token of an Integration, used alone as Bearer. Never expires. Off by default since Magento 2.4.4 (facts §2.1).</summary>
    public sealed record AccessToken(string Token) : MagentoCredentials
    {
        public override string Fingerprint => $"token\n{Token}";
    }

    /// <summary>All four credentials of an Integration, with which each request is signed (OAuth 1.0a). They never expire.</summary>
    public sealed record SignedIntegration(string ConsumerKey, string ConsumerSecret, string Token, string TokenSecret) : MagentoCredentials
    {
        public override string Fingerprint => $"signed\n{ConsumerKey}\n{ConsumerSecret}\n{Token}\n{TokenSecret}";
    }
}
