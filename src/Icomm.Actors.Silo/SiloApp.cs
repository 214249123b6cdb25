using Icomm.Actors.Silo.Endpoints;
using Icomm.Actors.Silo.Hosting;
using Icomm.Actors.Silo.Problems;

namespace Icomm.Actors.Silo;

/// <summary>The host: an actor engine, the grains and the REST API in one process. Also started by the demo and by tests.</summary>
public static class SiloApp
{
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        builder.AddSilo();
        builder.Services.AddIcommApi();

        var app = builder.Build();
        app.UseIcommProblems();
        app.MapIcommApi();
        return app;
    }
}
