using System.Globalization;
using Icomm.Actors.Domain;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>What merchants are told of runs, besides what stores were the reason of.</summary>
public static class RunTexts
{
    public static readonly LocalizedText Began = new("The run began.", "La sincronización empezó.", "A sincronização começou.");

    public static readonly LocalizedText Succeeded = new(
        "Everything up to the run's start has been read.", "Se leyó todo hasta el inicio de la sincronización.", "Foi lido tudo até o início da sincronização.");

    public static readonly LocalizedText Stopped = new(
        "The run was stopped; the next one goes on from here.",
        "La sincronización se detuvo; la próxima sigue desde aquí.",
        "A sincronização foi interrompida; a próxima continua daqui.");

    public static readonly LocalizedText NothingToPull = new(
        "There is nothing to pull: the store sends its orders by itself.",
        "No hay nada que leer: la tienda envía sus órdenes por sí misma.",
        "Não há nada a ler: a loja envia seus pedidos por si mesma.");

    public static readonly LocalizedText PushApplied = new(
        "What the store sent by itself has been applied.", "Se aplicó lo que la tienda envió por sí misma.", "Foi aplicado o que a loja enviou por si mesma.");

    public static readonly LocalizedText MendAndResume = new(
        "Mend what is wrong, then resume it.", "Corregir lo que falla y reanudarla.", "Corrigir o que falha e retomá-la.");

    public static LocalizedText PausedAfter(int failures) => new(
        $"{failures} runs failed one after the other, so the integration is paused.",
        $"Fallaron {failures} sincronizaciones seguidas, por lo que la integración está en pausa.",
        $"Falharam {failures} sincronizações seguidas, por isso a integração está em pausa.");

    public static LocalizedText WindowClosed(SyncWindow window)
    {
        var hours = string.Create(CultureInfo.InvariantCulture, $"{window.From:HH:mm}–{window.Until:HH:mm}, {window.TimeZone}");
        return new(
            $"The sync window is closed ({hours}). What is left is read when it opens.",
            $"La franja horaria de sincronización está cerrada ({hours}). Lo que falta se lee cuando se abra.",
            $"A janela de sincronização está fechada ({hours}). O que falta é lido quando ela abrir.");
    }

    public static LocalizedText Rejections(long records) => new(
        $"{records} records could not be used; they are kept among the rejected records.",
        $"{records} registros no se pudieron usar; quedan entre los registros rechazados.",
        $"{records} registros não puderam ser usados; ficam entre os registros rejeitados.");
}
