using Icomm.Actors.Persistence.Audit;
using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Document.Examples;

internal static class AccessExamples
{
    public static IEnumerable<Example> All =>
    [
        new(new CreateAccountRequest { Name = "Tienda Sur" }),
        new(new UpdateAccountRequest { Name = "Tienda Sur S.A." }),
        new(new AccountResponse(Shop.Account, "Tienda Sur", Shop.Begin, DisabledAt: null)),
        new(new CreateApiKeyRequest { Name = "Front end", Scopes = [ApiScope.Read, ApiScope.Write], ExpiresAt = Shop.Begin.AddYears(1) }),
        new(new RotateApiKeyRequest { GraceHours = 48 }),
        new(new NewApiKeyResponse(Shop.Key, "icak_…", "Front end", [ApiScope.Read, ApiScope.Write], Shop.Begin, Shop.Begin.AddYears(1), FormerValidUntil: null)),
        new(new ApiKeyResponse
        {
            Id = Shop.Key,
            Name = "Front end",
            Scopes = [ApiScope.Read, ApiScope.Write],
            Hint = "x7Qw",
            CreatedAt = Shop.Begin,
            ExpiresAt = Shop.Begin.AddYears(1),
            LastUsedAt = Shop.Now,
        }),
        new(new AuditEntryResponse
        {
            Id = "0195ea41f0b07c5e9d2b7a8c3f1e6d04",
            At = Shop.At(30, 18, 20),
            Key = new AuditedKeyResponse(Shop.Key, "Front end", IsOperators: false),
            Action = "updateIntegration",
            Resource = $"/api/v1/integrations/{Shop.Integration}",
            IntegrationId = Shop.Integration,
            DatabaseId = Shop.Database,
            Outcome = AuditOutcome.Done,
            Changes = [new FieldChangeResponse("intervalMinutes", "240", "120"), new FieldChangeResponse("settings.siteUrl", "https://shop.example", "https://www.shop.example")],
        }),
        new(new OperationsResponse(
            Shop.Now,
            "orleans",
            [new SiloInNumbers("10.0.0.4:11111@133000000", 412, new Dictionary<string, int> { ["IntegrationGrain"] = 3, ["CustomerProfileGrain"] = 409 })],
            WritesWaiting: 0,
            new IntegrationsInNumbers(Total: 3, Running: 1, Late: 1, Failing: 1, Paused: 0),
            [new LateIntegration(Shop.Account, Shop.Integration, "magento", LagSeconds: 31_200)],
            [new FailingIntegration(Shop.Account, Shop.Integration, "magento", "store_unreachable", ConsecutiveFailures: 2, Shop.At(30, 22, 32))],
            [])),
    ];
}
