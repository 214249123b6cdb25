using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>Who is let in: admin tokens, given out for name and password and good for a while by the shop's clock, and an Integration.</summary>
internal sealed class MagentoTokens(MagentoOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _expiryOf = new(StringComparer.Ordinal);
    private readonly MagentoSignatures? _signatures = options.Integration is { } integration ? new MagentoSignatures(integration, clock) : null;

    public void ExpireAll()
    {
        lock (_gate) _expiryOf.Clear();
    }

    /// <exception cref="MagentoException">The request is signed, and not as it should be.</exception>
    public bool IsGood(HttpContext context)
    {
        const string scheme = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        if (_signatures is not null && header.StartsWith(MagentoSignatures.Scheme, StringComparison.OrdinalIgnoreCase))
        {
            _signatures.Check(context);
            return true;
        }

        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return false;
        var token = header[scheme.Length..].Trim();
        if (options.Integration is { AllowsBearer: true } forever && string.Equals(token, forever.AccessToken, StringComparison.Ordinal)) return true;
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

        switch (options.TwoFactor)
        {
            case MagentoTwoFactor.Active:
                throw new MagentoException(
                    StatusCodes.Status401Unauthorized, "Please use the 2fa provider-specific endpoints to obtain a token.", ("active_providers", "google"));
            case MagentoTwoFactor.NotConfigured:
                throw new MagentoException(StatusCodes.Status400BadRequest, "Please ask an administrator with sufficient access to configure 2FA first");
            case MagentoTwoFactor.UserNotConfigured:
                throw new MagentoException(
                    StatusCodes.Status400BadRequest,
                    "You are required to configure personal Two-Factor Authorization in order to login. Please check your email.");
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
