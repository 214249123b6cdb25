using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Queries;

namespace Icomm.Actors.Silo.Document.Examples;

internal static class IntegrationExamples
{
    private static readonly Dictionary<string, string> Magento = new() { ["siteUrl"] = "https://shop.example", ["username"] = "icomm", ["password"] = "…" };
    private static readonly Dictionary<string, string> Vtex = new() { ["account"] = "tiendasur", ["appKey"] = "vtexappkey-tiendasur-ABCDEF", ["appToken"] = "…", ["salesChannels"] = "1,3" };
    private static readonly Dictionary<string, string> Hermes = new() { ["siteUrl"] = "https://hermes.shop.example", ["appToken"] = "…" };
    private static readonly SyncWindowContract Nights = new() { TimeZone = Shop.TimeZone, From = new TimeOnly(22, 0), Until = new TimeOnly(8, 0) };
    private static readonly RunCountersResponse Counters = new(Read: 480, New: 37, Changed: 12, Unchanged: 430, Rejected: 1, Suppressed: 0);

    public static IEnumerable<Example> All =>
    [
        new(new StoreTypeResponse(
            "hermes",
            "Hermes",
            [
                new StoreFieldResponse("siteUrl", "Site URL", "The shop's address.", FieldKind.Url, IsRequired: true, IsSecret: false),
                new StoreFieldResponse("appToken", "App token", "The token that Hermes shows for the application.", FieldKind.Text, IsRequired: true, IsSecret: true),
            ],
            IsPushed: false,
            ImportsFiles: false)),
        new(new VerifyRequest { Settings = Magento }, "magento"),
        new(new VerifyRequest { Settings = Vtex }, "vtex"),
        new(new VerifyRequest { Settings = Hermes }, "hermes"),
        new(
            VerifyResponse.From(
                new StoreVerification
                {
                    StoreViews = [new StoreChoice("1", "Tienda Sur UY") { Website = "Tienda Sur", Currency = Shop.Currency, TimeZone = Shop.TimeZone }],
                    Currency = Shop.Currency,
                    TimeZone = Shop.TimeZone,
                },
                "Magento",
                "en"),
            "success"),
        new(
            VerifyResponse.From(
                new StoreVerification
                {
                    Problem = new StoreProblem(
                        "credentials_rejected",
                        new("Magento does not accept user and password.", "Magento no acepta el usuario y la contraseña.", "O Magento não aceita o usuário e a senha."),
                        new("Check both under System > All Users.", "Revisar ambos en System > All Users.", "Conferir ambos em System > All Users.")),
                },
                "Magento",
                "en"),
            "refusal"),
        new(new CreateIntegrationRequest { Name = "Tienda Sur", StoreType = "magento", Settings = Magento, DatabaseId = Shop.Database, StartsAt = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), Window = Nights }, "magento"),
        new(new CreateIntegrationRequest { Name = "Tienda Sur", StoreType = "vtex", Settings = Vtex, DatabaseId = Shop.Database, IntervalMinutes = 120 }, "vtex"),
        new(new CreateIntegrationRequest { Name = "Tienda Sur", StoreType = "fenicio", Settings = [], DatabaseId = Shop.Database }, "fenicio"),
        new(new CreateIntegrationRequest { Name = "Tienda Sur", StoreType = "hermes", Settings = Hermes, DatabaseId = Shop.Database }, "hermes"),
        new(new UpdateIntegrationRequest { Name = "Tienda Sur Uruguay", IntervalMinutes = 120, Window = Nights }),
        new(new BackfillRequest { From = Shop.Begin, Until = Shop.At(8, 0) }),
        new(Card),
        new(new RunStartedResponse(Shop.Run)),
        new(new RunResponse
        {
            Id = Shop.Run,
            StartedAt = Shop.At(31, 7),
            EndedAt = Shop.At(31, 7, 4),
            Outcome = RunOutcome.Succeeded,
            Trigger = RunTrigger.Schedule,
            Counters = Counters,
            Messages = [new RunMessageResponse(Shop.At(31, 7, 4), "Information", "run_succeeded", "480 records were read: 37 new, 12 changed, 1 rejected.")],
        }),
        new(new ProgressResponse(
            Shop.Run,
            RunOutcome.Running,
            Shop.At(31, 7),
            EndedAt: null,
            [
                new StageProgressResponse("Customers", Shop.At(31, 7), Shop.At(31, 7, 1), Done: 60, Total: 60, RecordsPerSecond: 1, SecondsLeft: null),
                new StageProgressResponse("Orders", Shop.At(31, 7, 1), EndedAt: null, Done: 240, Total: 420, RecordsPerSecond: 2.5, SecondsLeft: 72),
            ])),
        new(new RejectedRecordResponse(
            Shop.Run, "Orders", "000000731", "amount_invalid", "'grand_total' is not an amount.", """{"entity_id":731,"grand_total":"gratis"}""", Shop.At(31, 7, 2), Shop.At(31, 11, 2))),
    ];

    private static IntegrationResponse Card => new()
    {
        Id = Shop.Integration,
        Name = "Tienda Sur",
        StoreType = "magento",
        DatabaseId = Shop.Database,
        DatabaseName = "Customers",
        LastRefreshAt = Shop.At(31, 7, 6),
        Settings = new Dictionary<string, string> { ["siteUrl"] = "https://shop.example", ["username"] = "icomm" },
        SecretHints = new Dictionary<string, string> { ["password"] = "••••" },
        StartsAt = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero),
        IntervalMinutes = 240,
        Window = Nights,
        CreatedAt = Shop.Begin,
        Health = IntegrationHealth.Success,
        HealthText = CardTexts.Label(IntegrationHealth.Success).In("en"),
        IsActive = true,
        LastSuccessAt = Shop.At(31, 3, 4),
        NextDueAt = Shop.At(31, 11),
        CurrentRun = new RunProgressResponse(Shop.Run, Shop.At(31, 7), "Orders", StageDone: 240, StageTotal: 420, Counters with { Read = 300, New = 20, Changed = 7, Unchanged = 273, Rejected = 0 }),
    };
}
