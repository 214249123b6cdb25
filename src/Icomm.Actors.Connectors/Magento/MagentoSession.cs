using System.Net.Http.Headers;
using Icomm.Actors.Connectors.Http;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>Asks one shop questions on behalf of one integration, signed in.</summary>
internal sealed partial class MagentoSession(
    StoreHttpClient http, MagentoTokens tokens, TimeProvider timeProvider, ILogger logger, string integrationId, MagentoSettings settings, StorePatience patience)
{
    /// <summary>What everybody may ask who may ask anything: it needs Magento_Backend::admin, which comes with every other permission.</summary>
    private const string Probe = "modules";

    public MagentoSettings Settings => settings;

    public string IntegrationId => integrationId;

    /// <inheritdoc cref="StorePage.StoreTime"/>
    public DateTimeOffset? StoreTime { get; private set; }

    /// <param name="operation">A fixed word for logs and metrics.</param>
    /// <param name="path">What follows <c>rest/all/V1/</c>.</param>
    public Task<T> GetAsync<T>(string operation, string path, AnswerReader<T> read, CancellationToken cancellationToken) => settings.Credentials switch
    {
        MagentoCredentials.AdminUser user => GetAsUserAsync(user, operation, path, read, cancellationToken),
        MagentoCredentials.AccessToken token => GetAsIntegrationAsync(Bearer(token.Token), MagentoRefusals.AccessTokenRejected, operation, path, read, cancellationToken),
        MagentoCredentials.SignedIntegration integration => GetAsIntegrationAsync(Signed(integration), MagentoRefusals.IntegrationInactive, operation, path, read, cancellationToken),
        var other => throw new InvalidOperationException($"{other.GetType().Name} is not a way to sign in"),
    };

    /// <summary>Signs in now, so that a wrong password shows before anything else is asked. Does nothing where there is nothing to sign in to.</summary>
    public async Task SignInAsync(CancellationToken cancellationToken)
    {
        if (settings.Credentials is MagentoCredentials.AdminUser user)
            await tokens.SignInAsync(integrationId, settings, user, patience, cancellationToken);
    }

    private static Action<HttpRequestMessage> Bearer(string token) => request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

    private Action<HttpRequestMessage> Signed(MagentoCredentials.SignedIntegration integration)
    {
        var signer = new MagentoSigner(integration, timeProvider);
        return request => request.Headers.Authorization = signer.Authorize(request.Method, request.RequestUri!);
    }

    private async Task<T> GetAsUserAsync<T>(
        MagentoCredentials.AdminUser user, string operation, string path, AnswerReader<T> read, CancellationToken cancellationToken)
    {
        var (token, isFresh) = await tokens.GetAsync(integrationId, settings, user, patience, cancellationToken);
        try
        {
            return await SendAsync(Bearer(token.Value), operation, path, read, cancellationToken);
        }
        catch (StoreException refused) when (!isFresh && MagentoRefusals.MayBeExpiry(refused))
        {
            // Magento answers an expired token as it answers a missing permission. One new sign-in tells which it is.
            tokens.Forget(integrationId, token);
            LogSignInAgain(logger, integrationId, operation);
        }

        var renewed = await tokens.SignInAsync(integrationId, settings, user, patience, cancellationToken);
        return await SendAsync(Bearer(renewed.Value), operation, path, read, cancellationToken);
    }

    /// <param name="rejected">What is wrong where nothing at all may be asked.</param>
    private async Task<T> GetAsIntegrationAsync<T>(
        Action<HttpRequestMessage> authorize, Func<StoreException> rejected, string operation, string path, AnswerReader<T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(authorize, operation, path, read, cancellationToken);
        }
        catch (StoreException refused) when (refused.Problem.Code == "permission_missing")
        {
            // Magento answers credentials that count for nothing as it answers a missing permission. What everybody may ask tells which it is.
            if (!await MayAskAsync(authorize, cancellationToken))
                throw rejected();
        }

        // Believed when it is said twice.
        return await SendAsync(authorize, operation, path, read, cancellationToken);
    }

    private async Task<bool> MayAskAsync(Action<HttpRequestMessage> authorize, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(authorize, "probe", Probe, static _ => true, cancellationToken);
        }
        catch (StoreException refused) when (MagentoRefusals.MayBeExpiry(refused))
        {
            return false;
        }
    }

    private Task<T> SendAsync<T>(Action<HttpRequestMessage> authorize, string operation, string path, AnswerReader<T> read, CancellationToken cancellationToken)
    {
        var url = new Uri(settings.Site, "rest/all/V1/" + path);
        return http.SendAsync(
            new StoreCall(MagentoConnector.Type, integrationId, operation, patience)
            {
                RequestsPerMinute = settings.RequestsPerMinute,
                OnSending = authorize,
                OnAnswer = headers => StoreTime ??= StoreClock.IfBehind(headers, timeProvider),
            },
            () => new HttpRequestMessage(HttpMethod.Get, url),
            read,
            MagentoRefusals.OfQuestion,
            cancellationToken);
    }

    [LoggerMessage(3102, LogLevel.Information, "magento {IntegrationId}: the store refused the token at {Operation}; signing in again")]
    private static partial void LogSignInAgain(ILogger logger, string integrationId, string operation);
}
