using Icomm.Actors.Connectors;
using Icomm.Actors.Persistence;

namespace Icomm.Actors.Grains.Imports;

/// <summary>What can be wrong with an upload, whatever its platform.</summary>
public static class ImportProblems
{
    public static readonly StoreProblem NotSupported = new(
        "import_not_supported",
        new(
            "This platform's past is read from the shop itself, not from a file.",
            "El pasado de esta plataforma se lee de la tienda misma, no de un archivo.",
            "O passado desta plataforma é lido da própria loja, não de um arquivo."),
        new("Nothing is to be uploaded: a sync brings all orders.", "No hay que subir nada: una sincronización trae todas las órdenes.", "Não é preciso enviar nada: uma sincronização traz todos os pedidos."));

    public static readonly StoreProblem Interrupted = new(
        "upload_interrupted",
        new(
            "The upload broke off before the file was complete; nothing of it was applied.",
            "La subida se cortó antes de que el archivo estuviera completo; no se aplicó nada de él.",
            "O envio foi interrompido antes de o arquivo estar completo; nada dele foi aplicado."),
        new("Upload the file again, from its beginning.", "Subir el archivo de nuevo, desde el principio.", "Enviar o arquivo de novo, desde o início."));

    public static readonly StoreProblem Cancelled = new(
        "import_cancelled",
        new(
            "The import was cancelled while its file was being uploaded.",
            "La importación se canceló mientras se subía su archivo.",
            "A importação foi cancelada enquanto seu arquivo era enviado."),
        new("Upload the file again if it is wanted after all.", "Subir el archivo de nuevo si al final se lo quiere.", "Enviar o arquivo de novo se afinal for desejado."));

    public static readonly StoreProblem RowsMissing = new(
        PersistenceErrors.ImportRowsMissing,
        new("The rows of the file are gone.", "Las filas del archivo ya no están.", "As linhas do arquivo não estão mais disponíveis."),
        new(
            "What was applied stays. Upload the file again: orders that are known already are left as they are.",
            "Lo aplicado queda. Subir el archivo de nuevo: las órdenes ya conocidas se dejan como están.",
            "O que foi aplicado fica. Enviar o arquivo de novo: os pedidos já conhecidos ficam como estão."));

    public static readonly StoreProblem IntegrationMissing = new(
        "integration_not_found",
        new("The integration is gone.", "La integración ya no existe.", "A integração não existe mais."),
        new("Create it again, then upload the file again.", "Crearla de nuevo y volver a subir el archivo.", "Criá-la de novo e enviar o arquivo novamente."));

    public static StoreProblem TooLarge(long most) => new(
        "file_too_large",
        new($"The file has more than {most} bytes.", $"El archivo tiene más de {most} bytes.", $"O arquivo tem mais de {most} bytes."),
        new(
            "Split it into several, or have Import:MaxFileBytes raised.",
            "Dividirlo en varios, o pedir que se aumente Import:MaxFileBytes.",
            "Dividi-lo em vários, ou pedir que se aumente Import:MaxFileBytes."));
}
