using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Document.Examples;

internal static class PublicationExamples
{
    public static IEnumerable<Example> All =>
    [
        new(new PublicationTypeResponse(
            "icommkt",
            "ICOMMKT",
            [
                new PublicationFieldResponse("apiKey", "API key", "The key of the account's API.", IsRequired: true, IsSecret: true),
                new PublicationFieldResponse("profileKey", "Profile key", "The profile that contacts are saved in.", IsRequired: true, IsSecret: false),
            ])),
        new(new CreatePublicationRequest { Name = "ICOMMKT", Type = "icommkt", Settings = new() { ["apiKey"] = "…", ["profileKey"] = "NzE0" } }, "icommkt"),
        new(new CreatePublicationRequest { Name = "Daily file", Type = "csv", Settings = new() { ["fileName"] = "customers-{date}.csv" } }, "csv"),
        new(new PublicationResponse
        {
            Id = Shop.Publication,
            DatabaseId = Shop.Database,
            Name = "ICOMMKT",
            Type = "icommkt",
            Settings = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["apiKey"] = PublicationResponse.Mask, ["profileKey"] = "NzE0" },
            CreatedAt = Shop.Begin,
            LastSuccessAt = Shop.At(31, 7, 8),
            LastRun = new PublicationRunResponse(Shop.Refresh, Shop.At(31, 7, 6), Shop.At(31, 7, 8), Shop.Today, Sent: 411, Rejected: 1, ProblemCode: null, Problem: null),
            Delivered = 1_829,
            Rejected = 3,
        }),
        new(new PublicationStartedResponse("20260331T071200000Z")),
        new(new PublicationRejectionResponse(Shop.Profile, "ana@example", "contact_email_invalid", "The receiver does not take this e-mail.", Shop.At(31, 7, 7), Attempts: 2)),
    ];
}
