using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Icomm.Actors.Silo.Document;

/// <summary>The chapters of the API's document.</summary>
internal static class TagDescription
{
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["API keys"] = "What programs call the API with: made, rotated and revoked.",
        ["Accounts"] = "The companies that use the installation; for its operator.",
        ["Audit log"] = "Who changed what, and when.",
        ["Dashboard"] = "A database in figures.",
        ["Databases"] = "Where the profiles of one or several integrations live, and by which rules they are evaluated.",
        ["Imports"] = "A shop's past, uploaded as a file.",
        ["Integrations"] = "Connections to shops: from the wizard to the deletion.",
        ["Operations"] = "How the installation does; for its operator.",
        ["Privacy"] = "Everything that is held on a person, and forgetting it.",
        ["Profiles"] = "Customers with their indicators, scores and segment, and what makes them so.",
        ["Publications"] = "Receivers that profiles are brought to after every refresh.",
        ["Push"] = "For stores that send their orders by themselves.",
        ["RFM models"] = "The cuts that customers are scored by, version by version.",
        ["Refreshes"] = "The daily evaluation of a database, and one at any time.",
        ["Segments"] = "Which scores make which segment, and who was in which over time.",
        ["Store types"] = "The platforms that can be connected, and the check of credentials.",
        ["Sync runs"] = "What each run of an integration read, how far it has come, and what could not be used.",
    };

    public static void DescribeTags(this OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Tags = (document.Tags ?? new HashSet<OpenApiTag>())
            .OrderBy(tag => tag.Name, StringComparer.Ordinal)
            .Select(tag => new OpenApiTag { Name = tag.Name, Description = Texts.GetValueOrDefault(tag.Name!) })
            .ToHashSet();
        return Task.CompletedTask;
    });
}
