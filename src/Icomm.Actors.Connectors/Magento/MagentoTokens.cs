using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>
/// Gets and keeps admin tokens, one per integration and credentials. Magento's live four hours unless the merchant set less (facts §2.1);
/// they are renewed ten minutes early, and whenever the store refuses one.
/// </summary>
internal sealed class MagentoTokens(StoreHttpClient http, TimeProvider timeProvider)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(4) - TimeSpan.FromMinutes(10);

    private readonly IdleCache<AdminToken> _tokens = new(timeProvider, Lifetime);

    /// <returns>The token, and whether it was made just now.</returns>
    public async Task<(AdminToken Token, bool IsFresh)> GetAsync(
        string integrationId, MagentoSettings settings, MagentoCredentials.AdminUser user, StorePatience patience, CancellationToken cancellationToken)
    {
        if (_tokens.Find(integrationId) is { } known && known.Digest == settings.Digest && known.ExpiresAt > timeProvider.GetUtcNow())
            return (known, false);
        return (await SignInAsync(integrationId, settings, user, patience, cancellationToken), true);
    }

    /// <summary>Signs in anew, whatever is cached.</summary>
    public async Task<AdminToken> SignInAsync(
        string integrationId, MagentoSettings settings, MagentoCredentials.AdminUser user, StorePatience patience, CancellationToken cancellationToken)
    {
        var asked = timeProvider.GetUtcNow();
        var body = JsonSerializer.SerializeToUtf8Bytes(new SignIn(user.Username, user.Password), MagentoTokenJson.Default.SignIn);
        var value = await SendAsync(integrationId, settings, body, patience, cancellationToken);
        var token = new AdminToken(settings.Digest, value, asked + Lifetime);
        _tokens.Set(integrationId, token);
        return token;
    }

    private async Task<string> SendAsync(string integrationId, MagentoSettings settings, byte[] body, StorePatience patience, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(
                new StoreCall(MagentoConnector.Type, integrationId, "token", patience) { RequestsPerMinute = settings.RequestsPerMinute },
                () => new HttpRequestMessage(HttpMethod.Post, new Uri(settings.TokenSite, "rest/all/V1/integration/admin/token"))
                {
                    Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
                },
                ReadToken,
                MagentoRefusals.OfSignIn,
                cancellationToken);
        }
        catch (StoreException failure) when (settings.TokenSite != settings.Site && failure.Problem.Code is ("endpoint_not_found" or "answer_not_json" or "redirect_refused"))
        {
            throw MagentoRefusals.AdminUrlWrong(failure);
        }
    }

    public void Forget(string integrationId, AdminToken token) => _tokens.Remove(integrationId, token);

    /// <summary>The answer is a bare JSON string.</summary>
    private static string ReadToken(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return reader.Read() && reader.TokenType == JsonTokenType.String && reader.GetString() is { } token && MagentoSettings.HeaderSafe().IsMatch(token)
            ? token
            : throw StoreProblems.AnswerUnexpected("the sign-in gave no token");
    }

    internal sealed record SignIn([property: JsonPropertyName("username")] string Username, [property: JsonPropertyName("password")] string Password);
}

internal sealed class AdminToken(string digest, string value, DateTimeOffset expiresAt)
{
    public string Digest => digest;

    public string Value => value;

    public DateTimeOffset ExpiresAt => expiresAt;
}

[JsonSerializable(typeof(MagentoTokens.SignIn))]
internal sealed partial class MagentoTokenJson : JsonSerializerContext;
