using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Domain;

namespace Icomm.Actors.Silo.Queries;

/// <summary>The label of a card (the help article of Hermes), what it warns of, and why an integration stands still.</summary>
internal static class CardTexts
{
    public static readonly LocalizedText SeeTheLastRun = new(
        "See the last run's messages for what is wrong.",
        "Ver en los mensajes de la última sincronización qué falla.",
        "Ver nas mensagens da última sincronização o que está errado.");

    public static readonly LocalizedText Stale = new(
        "The last successful sync is older than two intervals.",
        "La última sincronización exitosa es de hace más de dos intervalos.",
        "A última sincronização bem-sucedida é de mais de dois intervalos atrás.");

    public static readonly LocalizedText SyncOrSee = new(
        "Start a sync, or see the last runs for what holds it up.",
        "Iniciar una sincronización, o ver en las últimas qué la demora.",
        "Iniciar uma sincronização, ou ver nas últimas o que a atrasa.");

    public static readonly LocalizedText SetTheRate = new(
        "Set what one unit of it is worth in the database's settings (rates).",
        "Indicar en la configuración de la base cuánto vale una unidad (rates).",
        "Indicar na configuração da base quanto vale uma unidade (rates).");

    private static readonly LocalizedText SwitchedOff = new(
        "The integration was switched off by hand.", "La integración se desactivó a mano.", "A integração foi desativada manualmente.");

    private static readonly LocalizedText TooManyFailures = new(
        "Too many runs failed one after the other.", "Fallaron demasiadas sincronizaciones seguidas.", "Falharam sincronizações demais seguidas.");

    private static readonly LocalizedText NotSynced = new("Not synced yet", "Sin sincronizar", "Sem sincronizar");

    private static readonly LocalizedText Well = new("Success", "Con éxito", "Com sucesso");

    private static readonly LocalizedText Failed = new("Error", "Error", "Erro");

    public static LocalizedText Label(IntegrationHealth health) => health switch
    {
        IntegrationHealth.Success => Well,
        IntegrationHealth.Error => Failed,
        _ => NotSynced,
    };

    public static LocalizedText Failing(int failures) => new(
        $"{failures} runs failed one after the other.", $"Fallaron {failures} sincronizaciones seguidas.", $"Falharam {failures} sincronizações seguidas.");

    public static LocalizedText WithoutRate(IEnumerable<string> currencies)
    {
        var codes = string.Join(", ", currencies);
        return new(
            $"The database has purchases in {codes} and no rate to convert them: they are counted, but their amounts are in no figure.",
            $"La base tiene compras en {codes} y ninguna cotización para convertirlas: se cuentan, pero sus montos no están en ninguna cifra.",
            $"A base tem compras em {codes} e nenhuma cotação para convertê-las: são contadas, mas seus valores não estão em nenhum número.");
    }

    public static LocalizedText Paused(PauseReason reason) => reason == PauseReason.Failures ? TooManyFailures : SwitchedOff;
}
