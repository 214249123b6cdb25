using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>Admin tokens: given out for name and password, good for a while by the shop's clock.</summary>
internal sealed class MagentoTokens(MagentoOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _expiryOf = new(StringComparer.Ordinal);

    public void ExpireAll()
    {
        lock (_gate) _expiryOf.Clear();
    }

    public bool IsGood(HttpContext context)
    {
        const string scheme = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return false;
        var token = header[scheme.Length..].Trim();
        if (options.IntegrationToken is { } forever && string.Equals(token, forever, StringComparison.Ordinal)) return true;
        lock (_gate) return _expiryOf.TryGetValue(token, out var expiry) && clock.GetUtcNow() < expiry;
    }

    /// <summary>POST /V1/integration/admin/token: the body of the answer is a bare JSON string.</summary>
    public async Task GiveOutAsync(HttpContext context)
    {
        var (username, password) = await ReadCredentialsAsync(context);
        if (!Matches(username, options.Username) | !Matches(password, options.Password))
        {
            throw new MagentoException(
                StatusCodes.Status401Unauthorized,
                "The account sign-in was incorrect or your account is disabled temporarily. Please wait and try again later.");
        }

        if (options.TwoFactor)
        {
            throw new MagentoException(
                StatusCodes.Status401Unauthorized, "Please use the 2fa provider-specific endpoints to obtain a token.", ("active_providers", "google"));
        }

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        lock (_gate) _expiryOf[token] = clock.GetUtcNow() + options.TokenLifetime;
        JsonAnswer.Write(context, StatusCodes.Status200OK, token, static (json, token) => json.WriteStringValue(token));
    }

    private static bool Matches(string given, string wanted) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(wanted));

    private static async Task<(string Username, string Password)> ReadCredentialsAsync(HttpContext context)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            return (Field(body.RootElement, "username"), Field(body.RootElement, "password"));
        }
        catch (JsonException)
        {
            throw new MagentoException(StatusCodes.Status400BadRequest, "Decoding error: Syntax error");
        }
    }

    private static string Field(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.String
            ? field.GetString()!
            : throw MagentoException.RequiredField(name);
}
