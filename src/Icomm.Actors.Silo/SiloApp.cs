using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Cluster;
using Icomm.Actors.Silo.Endpoints;
using Icomm.Actors.Silo.Engine;
using Icomm.Actors.Silo.Hosting;
using Icomm.Actors.Silo.Operation;
using Icomm.Actors.Silo.Problems;

namespace Icomm.Actors.Silo;

/// <summary>The host: an actor engine, the grains and the REST API in one process, or one side of that in a cluster. Also started by the demo and by tests.</summary>
public static class SiloApp
{
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Settings lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

        // The framework's line for each request holds its query, and a query may hold an e-mail.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);

        // As would a line for each request without a key.
        builder.Logging.AddFilter(typeof(ApiKeyHandler).FullName, LogLevel.Warning);
        configure?.Invoke(builder);
        var cluster = builder.AddSilo();
        builder.AddHttpManners();
        builder.AddOperation();
        builder.Services.AddIcommApi();

        var app = builder.Build();
        app.UseIcommProblems();
        app.UseHttpManners();
        app.UseMetricsPort();
        if (cluster.Dashboard)
            app.UseDashboardAccess();
        app.UseIcommAccess();
        app.MapOperation();
        app.MapActorEngine(cluster);
        if (cluster.HasApi)
            app.MapIcommApi();
        return app;
    }
}
