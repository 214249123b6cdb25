namespace Icomm.Actors.Silo.Inbound;

/// <summary>How stores reach this installation.</summary>
public sealed class InboundOptions
{
    public const string Section = "Inbound";

    /// <summary>Where the API is reached from outside: <c>https://cdp.example</c>. Without it, inbound addresses name the host that was asked for them.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Whether the address can be given to a store.</summary>
    public bool IsValid() => PublicUrl is not { } url || (url.IsAbsoluteUri && url.Scheme is "https" or "http" && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0);
}
