using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Document.Examples;

/// <summary>What comes by itself or as a file.</summary>
internal static class InboundExamples
{
    private const string Url = $"https://icomm.example/api/v1/inbound/{Shop.FenicioIntegration}";

    private static readonly ImmutableDictionary<string, string> PassedOn = ImmutableDictionary<string, string>.Empty.Add("notificationHubModuleId", "42");

    public static IEnumerable<Example> All =>
    [
        new(new RotateInboundTokenRequest { GraceHours = 48 }),
        new(new NewInboundTokenResponse(Url, "icin_…", Shop.Begin, PassedOn)),
        new(new InboundTokenResponse(Url, "p3Xk", Shop.Begin, Shop.Now, Former: null, PassedOn)),
        new(new ImportResponse
        {
            Id = Shop.Import,
            FileName = "historico.csv",
            State = ImportState.Succeeded,
            StartedAt = Shop.At(2, 9),
            EndedAt = Shop.At(2, 9, 3),
            NotBefore = Shop.At(2, 9).AddYears(-2),
            Size = 18_350_080,
            LinesRead = 40_112,
            OrdersFound = 15_230,
            Applied = new ImportedOrdersResponse(New: 15_180, Changed: 50, Unchanged: 0),
            Rejected = ImmutableSortedDictionary<string, long>.Empty.Add("date_invalid", 3),
            Progress = new ImportProgressResponse(Done: 15_230, Total: 15_230),
            Report = $"/api/v1/integrations/{Shop.FenicioIntegration}/imports/{Shop.Import}/report",
        }),
    ];
}
