using System.Net.Http.Headers;
using Icomm.Actors.Connectors.Http;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>Asks one shop questions on behalf of one integration, signed in.</summary>
internal sealed partial class MagentoSession(
    StoreHttpClient http, MagentoTokens tokens, ILogger logger, string integrationId, MagentoSettings settings, StorePatience patience)
{
    /// <summary>A question that every integration's token may ask, whatever else its role lacks; tells a bad token from a missing permission.</summary>
    private const string Probe = "store/storeViews";

    public MagentoSettings Settings => settings;

    public string IntegrationId => integrationId;

    /// <param name="operation">A fixed word for logs and metrics.</param>
    /// <param name="path">What follows <c>rest/all/V1/</c>.</param>
    public Task<T> GetAsync<T>(string operation, string path, AnswerReader<T> read, CancellationToken cancellationToken) => settings.Credentials switch
    {
        MagentoCredentials.AdminUser user => GetAsUserAsync(user, operation, path, read, cancellationToken),
        MagentoCredentials.AccessToken token => GetAsIntegrationAsync(token, operation, path, read, cancellationToken),
        var other => throw new InvalidOperationException($"{other.GetType().Name} is not a way to sign in"),
    };

    /// <summary>Signs in now, so that a wrong password shows before anything else is asked. Does nothing where there is nothing to sign in to.</summary>
    public async Task SignInAsync(CancellationToken cancellationToken)
    {
        if (settings.Credentials is MagentoCredentials.AdminUser user)
            await tokens.SignInAsync(integrationId, settings, user, patience, cancellationToken);
    }

    private async Task<T> GetAsUserAsync<T>(
        MagentoCredentials.AdminUser user, string operation, string path, AnswerReader<T> read, CancellationToken cancellationToken)
    {
        var (token, isFresh) = await tokens.GetAsync(integrationId, settings, user, patience, cancellationToken);
        try
        {
            return await SendAsync(token.Value, operation, path, read, cancellationToken);
        }
        catch (StoreException refused) when (!isFresh && MagentoRefusals.MayBeExpiry(refused))
        {
            // Magento answers an expired token as it answers a missing permission. One new sign-in tells which it is.
            tokens.Forget(integrationId, token);
            LogSignInAgain(logger, integrationId, operation);
        }

        var renewed = await tokens.SignInAsync(integrationId, settings, user, patience, cancellationToken);
        return await SendAsync(renewed.Value, operation, path, read, cancellationToken);
    }

    private async Task<T> GetAsIntegrationAsync<T>(
        MagentoCredentials.AccessToken token, string operation, string path, AnswerReader<T> read, CancellationToken cancellationToken)
    {
        StoreException missing;
        try
        {
            return await SendAsync(token.Token, operation, path, read, cancellationToken);
        }
        catch (StoreException refused) when (MagentoRefusals.MayBeExpiry(refused))
        {
            missing = refused;
        }

        if (missing.Problem.Code == "permission_missing" && path != Probe && await AnswersAsync(token, cancellationToken))
            throw missing;
        throw path == Probe && missing.Problem.Code == "permission_missing" ? missing : MagentoRefusals.AccessTokenRejected();
    }

    private async Task<bool> AnswersAsync(MagentoCredentials.AccessToken token, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(token.Token, "probe", Probe, static _ => true, cancellationToken);
        }
        catch (StoreException refused) when (MagentoRefusals.MayBeExpiry(refused))
        {
            return false;
        }
    }

    private Task<T> SendAsync<T>(string bearer, string operation, string path, AnswerReader<T> read, CancellationToken cancellationToken)
    {
        var url = new Uri(settings.Site, "rest/all/V1/" + path);
        return http.SendAsync(
            new StoreCall(MagentoConnector.Type, integrationId, operation, patience),
            () => new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", bearer) } },
            read,
            MagentoRefusals.OfQuestion,
            cancellationToken);
    }

    [LoggerMessage(3102, LogLevel.Information, "magento {IntegrationId}: the store refused the token at {Operation}; signing in again")]
    private static partial void LogSignInAgain(ILogger logger, string integrationId, string operation);
}
