using System.Text.Json;
using System.Text.Json.Serialization;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Auditing;
using Icomm.Actors.Silo.Changes;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Inbound;
using Icomm.Actors.Silo.Privacy;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Progress;
using Icomm.Actors.Silo.Queries;
using Icomm.Actors.Silo.Requests;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>The REST API: what every route shares, and the list of resources.</summary>
internal static class IcommApi
{
    public static void AddIcommApi(this IServiceCollection services)
    {
        services.AddIcommProblems();
        services.AddIcommAccess();
        services.AddValidation();
        services.AddOpenApi("v1", ApiDocument.Describe);
        services.AddScoped<AuditTrail>();
        services.AddScoped<DatabaseChanges>();
        services.AddScoped<IntegrationChanges>();
        services.AddSingleton<DatabaseViews>();
        services.AddSingleton<LastSuccesses>();
        services.AddSingleton<IntegrationCards>();
        services.AddSingleton<LiveProfiles>();
        services.AddSingleton<PersonSearch>();
        services.AddSingleton<Erasures>();
        services.AddSingleton<PersonExports>();
        services.AddSingleton<Dashboards>();
        services.AddSingleton<InboundReceiver>();
        services.AddSingleton<RunProgressReader>();
        services.AddSingleton<ProgressStreams>();
        services.AddOptions<ProgressOptions>().BindConfiguration(ProgressOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<InboundOptions>().BindConfiguration(InboundOptions.Section).Validate(options => options.IsValid(), "Inbound:PublicUrl must be an http or https address without query.").ValidateOnStart();
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            options.SerializerOptions.RespectNullableAnnotations = true;
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        });
    }

    public static void MapIcommApi(this WebApplication app)
    {
        app.MapApiDocument();

        var api = app.MapGroup("/api/v1").RequireScopes().RefuseInDeletingDatabases().Audit().TryReadsAgain()
            .ProducesProblem(StatusCodes.Status500InternalServerError)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapAccounts();
        api.MapApiKeys();
        api.MapAudit();
        api.MapStoreTypes();
        api.MapDatabases();
        api.MapDatabaseDeletion();
        api.MapSegmentMaps();
        api.MapRefreshes();
        api.MapRfmModels();
        api.MapSegments();
        api.MapDashboard();
        api.MapPublications();
        api.MapProfileQueries();
        api.MapProfiles();
        api.MapErasures();
        api.MapPersonExport();
        api.MapIntegrations();
        api.MapIntegrationChanges();
        api.MapIntegrationDeletion();
        api.MapRuns();
        api.MapRunProgress();
        api.MapInboundTokens();
        api.MapInbound();
        api.MapImports();
        api.MapOperations();
    }
}
