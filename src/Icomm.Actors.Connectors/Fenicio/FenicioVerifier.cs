using System.Text.Json;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Records;

namespace Icomm.Actors.Connectors.Fenicio;

/// <summary>Checks an integration's settings while a person waits. A shop without an address has nothing to check: how its orders come is said.</summary>
internal sealed class FenicioVerifier(StoreHttpOptions options, TimeProvider timeProvider)
{
    /// <param name="read">Reads the settings; may refuse them.</param>
    /// <param name="open">Makes the session for a shop's address.</param>
    public async Task<StoreVerification> VerifyAsync(Func<FenicioSettings> read, Func<Uri, FenicioSession> open, CancellationToken cancellationToken)
    {
        using var clock = new CancellationTokenSource(options.VerifyTimeout, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            var settings = read();
            var found = new StoreVerification { TimeZone = settings.Zone.Id };
            return settings.Site is not { } site
                ? found with { Notices = [FenicioRefusals.OnlyPushed()] }
                : await open(site).ListAsync(from: null, until: null, page: 1, pageSize: 1, answer => Describe(answer, settings.Zone, found), both.Token);
        }
        catch (StoreException failure)
        {
            return new StoreVerification { Problem = failure.Problem };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new StoreVerification { Problem = StoreProblems.TimedOut(options.VerifyTimeout).Problem };
        }
    }

    /// <summary>What one order tells of the shop.</summary>
    private static StoreVerification Describe(JsonElement answer, TimeZoneInfo zone, StoreVerification found)
    {
        if (RecordJson.Part(answer, "ordenes", JsonValueKind.Array) is null || FenicioJson.Count(answer, "totAbs") is null)
            throw StoreProblems.AnswerUnexpected("it is no list of orders");
        var order = RecordJson.Objects(answer, "ordenes").FirstOrDefault();
        var currency = RecordJson.Text(order, "moneda")?.ToUpperInvariant();
        return found with
        {
            Currency = currency is { Length: 3 } && currency.All(char.IsAsciiLetterUpper) ? currency : null,
            Notices = FenicioTime.OffsetOf(RecordJson.Text(order, "fechaInicio")) is { } started && zone.GetUtcOffset(started) != started.Offset ? [FenicioRefusals.ZoneDiffers(zone.Id)] : [],
        };
    }
}
