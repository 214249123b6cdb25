using System.Text.Json;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Connectors.Hermes;

/// <summary>
/// Checks an integration's settings against the site while a person waits: its introduction, then one record of each list as runs will ask for it, so that a contract
/// implemented by half is noticed now, with the endpoint's name. What runs survive (an ignored limit or window) is named and no reason to fail.
/// </summary>
internal sealed class HermesVerifier(StoreHttpOptions options, TimeProvider timeProvider)
{
    private static readonly LocalizedText Contract = new(
        "Have it mended by whoever implements the Hermes API of the site; the contract (docs/hermes) says how.",
        "Hacerlo corregir por quien implementa la API de Hermes del sitio; el contrato (docs/hermes) dice cómo.",
        "Mandar corrigir por quem implementa a API da Hermes do site; o contrato (docs/hermes) diz como.");

    private static readonly TimeInterval BeforeAnyShop = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    /// <param name="open">Reads the settings; may refuse them.</param>
    public async Task<StoreVerification> VerifyAsync(Func<HermesSession> open, CancellationToken cancellationToken)
    {
        using var clock = new CancellationTokenSource(options.VerifyTimeout, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        var found = new StoreVerification();
        try
        {
            var session = open();
            found = await session.GetAsync(HermesPaths.Ping, "", ReadPing, both.Token);
            found = await CheckAsync(session, HermesPaths.Customers, customer => HermesCustomerDecoder.Decode(customer, DateTimeOffset.UnixEpoch).UpdatedAt, found, both.Token);
            found = await CheckAsync(session, HermesPaths.Orders, order => HermesOrderDecoder.Decode(order, DateTimeOffset.UnixEpoch).UpdatedAt, found, both.Token);
            found = await CheckAsync(session, HermesPaths.Products, product => HermesProductDecoder.Decode(product).UpdatedAt, found, both.Token);
            return await CheckWindowAsync(session, found, both.Token);
        }
        catch (StoreException failure)
        {
            return found with { Problem = failure.Problem };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return found with { Problem = StoreProblems.TimedOut(options.VerifyTimeout).Problem };
        }
    }

    /// <summary>Reads one record. One that can't be read may be that record's own fault, which runs survive: it is named.</summary>
    private async Task<StoreVerification> CheckAsync(
        HermesSession session, string resource, Func<JsonElement, DateTimeOffset> decode, StoreVerification found, CancellationToken cancellationToken)
    {
        var ever = new TimeInterval(DateTimeOffset.UnixEpoch, timeProvider.GetUtcNow());
        var page = await session.GetAsync(resource, HermesReader.Query(ever, HermesCursor.Start, size: 1), json => HermesPageReader.Read(json, ever, decode), cancellationToken);
        if (page.Count > 1)
            found = Noticed(found, "limit_ignored", new(
                $"{HermesPaths.Endpoint(resource)} gives {page.Count} records where 'limit' asks for one.",
                $"{HermesPaths.Endpoint(resource)} da {page.Count} registros donde 'limit' pide uno.",
                $"{HermesPaths.Endpoint(resource)} dá {page.Count} registros onde 'limit' pede um."));
        return page.Unreadable is [var first, ..]
            ? Noticed(found, "record_unreadable", new(
                $"{HermesPaths.Endpoint(resource)} gives a record that can't be read: {first.Reason} ({first.Code}).",
                $"{HermesPaths.Endpoint(resource)} da un registro que no se puede leer (detalle técnico, en inglés: {first.Reason}; {first.Code}).",
                $"{HermesPaths.Endpoint(resource)} dá um registro que não pode ser lido (detalhe técnico, em inglês: {first.Reason}; {first.Code})."))
            : found;
    }

    /// <summary>A site that gives orders of 1970 doesn't look at the window, and would be read whole at every run.</summary>
    private static async Task<StoreVerification> CheckWindowAsync(HermesSession session, StoreVerification found, CancellationToken cancellationToken)
    {
        var page = await session.GetAsync(
            HermesPaths.Orders, HermesReader.Query(BeforeAnyShop, HermesCursor.Start, size: 1), json => HermesPageReader.Read(json, BeforeAnyShop, _ => true), cancellationToken);
        return page.Outside == 0
            ? found
            : Noticed(found, "window_ignored", new(
                $"{HermesPaths.Endpoint(HermesPaths.Orders)} gives records from outside 'updatedSince' and 'updatedUntil': every run will read all of them.",
                $"{HermesPaths.Endpoint(HermesPaths.Orders)} da registros de fuera de 'updatedSince' y 'updatedUntil': cada sincronización los leerá todos.",
                $"{HermesPaths.Endpoint(HermesPaths.Orders)} dá registros de fora de 'updatedSince' e 'updatedUntil': cada sincronização lerá todos."));
    }

    /// <summary>Reads <c>{site, platform, version, timeZone, currency}</c>.</summary>
    private static StoreVerification ReadPing(ReadOnlySpan<byte> json)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Object, "it is not an object");
        var ping = document.RootElement;
        if (RecordJson.Text(ping, "platform") != HermesConnector.Type)
            throw StoreProblems.Permanent(
                "wrong_platform",
                new("The site answers, but not as Hermes.", "El sitio responde, pero no como Hermes.", "O site responde, mas não como Hermes."),
                new(
                    "Check the site's address: its 'ping' has to say platform 'hermes'.",
                    "Revisar la dirección del sitio: su 'ping' tiene que decir la plataforma 'hermes'.",
                    "Conferir o endereço do site: seu 'ping' tem que dizer a plataforma 'hermes'."));
        if (RecordJson.Text(ping, "version")?.Split('.')[0] != "1")
            throw StoreProblems.Permanent(
                "version_unsupported",
                new(
                    "The site speaks another version of the Hermes contract than 1.",
                    "El sitio habla otra versión del contrato de Hermes que la 1.",
                    "O site fala outra versão do contrato da Hermes que a 1."),
                new("Have the site serve version 1 under /api/hermes/v1.", "Hacer que el sitio ofrezca la versión 1 en /api/hermes/v1.", "Fazer com que o site ofereça a versão 1 em /api/hermes/v1."));
        var found = new StoreVerification { Currency = Currency(RecordJson.Text(ping, "currency")), TimeZone = Zone(RecordJson.Text(ping, "timeZone")) };
        if (found.Currency is null)
            found = Noticed(found, "currency_invalid", new(
                $"{HermesPaths.Endpoint(HermesPaths.Ping)} names no currency by its code of ISO 4217.",
                $"{HermesPaths.Endpoint(HermesPaths.Ping)} no nombra una moneda por su código ISO 4217.",
                $"{HermesPaths.Endpoint(HermesPaths.Ping)} não nomeia uma moeda por seu código ISO 4217."));
        return found.TimeZone is null ? Noticed(found, "time_zone_unknown", new(
            $"{HermesPaths.Endpoint(HermesPaths.Ping)} names no time zone by its IANA id.",
            $"{HermesPaths.Endpoint(HermesPaths.Ping)} no nombra una zona horaria por su identificador IANA.",
            $"{HermesPaths.Endpoint(HermesPaths.Ping)} não nomeia um fuso horário por seu identificador IANA.")) : found;
    }

    private static StoreVerification Noticed(StoreVerification found, string code, LocalizedText message) => found with { Notices = found.Notices.Add(new StoreProblem(code, message, Contract)) };

    private static string? Currency(string? code) => code is { Length: 3 } && code.All(char.IsAsciiLetterUpper) ? code : null;

    private static string? Zone(string? id) => id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out _) ? id : null;
}
