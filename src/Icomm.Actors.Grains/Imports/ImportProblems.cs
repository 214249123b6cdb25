using Icomm.Actors.Connectors;
using Icomm.Actors.Persistence;

namespace Icomm.Actors.Grains.Imports;

/// <summary>What can be wrong with an upload, whatever its platform.</summary>
public static class ImportProblems
{
    public static readonly StoreProblem NotSupported = new(
        "import_not_supported", "This platform's past is read from the shop itself, not from a file.", "Nothing is to be uploaded: a sync brings all orders.");

    public static readonly StoreProblem Interrupted = new(
        "upload_interrupted", "The upload broke off before the file was complete; nothing of it was applied.", "Upload the file again, from its beginning.");

    public static readonly StoreProblem Cancelled = new("import_cancelled", "The import was cancelled while its file was being uploaded.", "Upload the file again if it is wanted after all.");

    public static readonly StoreProblem RowsMissing = new(
        PersistenceErrors.ImportRowsMissing, "The rows of the file are gone.", "What was applied stays. Upload the file again: orders that are known already are left as they are.");

    public static readonly StoreProblem IntegrationMissing = new("integration_not_found", "The integration is gone.", "Create it again, then upload the file again.");

    public static StoreProblem TooLarge(long most) => new("file_too_large", $"The file has more than {most:N0} bytes.", "Split it into several, or have Import:MaxFileBytes raised.");
}
