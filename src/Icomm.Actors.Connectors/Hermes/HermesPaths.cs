namespace Icomm.Actors.Connectors.Hermes;

/// <summary>The endpoints of the contract, by their last word, which also names them in logs and metrics.</summary>
internal static class HermesPaths
{
    /// <summary>Under the site's address.</summary>
    public const string Base = "api/hermes/v1/";

    public const string Ping = "ping";
    public const string Customers = "customers";
    public const string Orders = "orders";
    public const string Products = "products";

    /// <summary>As the contract and its implementers write it.</summary>
    public static string Endpoint(string resource) => $"GET /{Base}{resource}";
}
