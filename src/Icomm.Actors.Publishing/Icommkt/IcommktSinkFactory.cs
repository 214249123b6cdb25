using System.Text.Json;
using Icomm.Actors.Connectors;
using Icomm.Actors.Connectors.Http;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Publishing.Icommkt;

/// <summary>Makes sinks of the contacts API.</summary>
internal sealed class IcommktSinkFactory(IcommktHttp http, ILogger<IcommktSink> logger) : IContactSinkFactory
{
    /// <summary>Nobody's: RFC 2606 keeps the domain free.</summary>
    private const string Nobody = "nobody@example.invalid";

    public string Type => ContactSinkTypes.Icommkt;

    public SinkDescription Description => IcommktDescription.Value;

    public IContactSink Create(PublicationTarget target, DateOnly asOf) =>
        new IcommktSink(http, target.Id, IcommktSettings.Read(target, http.Options.AllowLoopback), logger);

    /// <summary>Asks the API for a contact that nobody has: that needs key and profile, and changes nothing.</summary>
    public async Task<PublishProblem?> VerifyAsync(PublicationTarget target, CancellationToken cancellationToken)
    {
        using var clock = new CancellationTokenSource(http.Options.VerifyTimeout, http.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            var settings = IcommktSettings.Read(target, http.Options.AllowLoopback);
            await http.PostAsync(target.Id, settings, IcommktMethod.ListFull, Question(settings), StorePatience.Brief, IcommktAnswers.ReadListed, both.Token);
            return null;
        }
        catch (PublishException failure)
        {
            return failure.Problem;
        }
        catch (StoreException failure)
        {
            return IcommktProblems.Of(failure).Problem;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return IcommktProblems.VerifyTimedOut();
        }
    }

    private static byte[] Question(IcommktSettings settings) =>
        JsonSerializer.SerializeToUtf8Bytes(new { settings.ProfileKey, Filters = new { Email = Nobody } });
}
