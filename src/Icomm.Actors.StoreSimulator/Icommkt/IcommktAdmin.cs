using System.Text.Json;

namespace Icomm.Actors.StoreSimulator.Icommkt;

/// <summary>What <see cref="SimulatedIcommkt"/> offers in its process, for other processes: under <c>/_simulator/icommkt</c>.</summary>
internal static class IcommktAdmin
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static void Map(IEndpointRouteBuilder admin, SimulatedIcommkt icommkt)
    {
        Get("/", () => new { icommkt.Options.ProfileKeys, icommkt.Options.MaxBatch, Violations = icommkt.Violations.Count });
        Get("/stats", () => icommkt.Statistics);
        Get("/requests", () => icommkt.Requests);
        Get("/violations", () => icommkt.Violations);
        Get("/rejections", () => icommkt.Rejections);
        admin.MapGet("/contacts", (RequestDelegate)(context =>
        {
            var profileKey = (string?)context.Request.Query["profileKey"] ?? icommkt.Options.ProfileKeys[0];
            if (icommkt.Book.Has(profileKey)) return context.Response.WriteAsJsonAsync(icommkt.Contacts(profileKey), Json, context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return context.Response.WriteAsJsonAsync(new { Message = "There is no such profile." }, Json, context.RequestAborted);
        }));
        admin.MapPost("/rejections", (RequestDelegate)(context => AddRejectionAsync(context, icommkt)));
        Do("DELETE", "/rejections", icommkt.ClearRejections);
        Do("POST", "/reset", icommkt.Reset);

        void Get<T>(string path, Func<T> read) =>
            admin.MapGet(path, (RequestDelegate)(context => context.Response.WriteAsJsonAsync(read(), Json, context.RequestAborted)));

        void Do(string method, string path, Action act) => admin.MapMethods(path, [method], (RequestDelegate)(context =>
        {
            act();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }));
    }

    private static async Task AddRejectionAsync(HttpContext context, SimulatedIcommkt icommkt)
    {
        try
        {
            icommkt.Reject(await context.Request.ReadFromJsonAsync<RejectionRule>(Json, context.RequestAborted) ?? throw new JsonException("A rejection is asked for."));
            await context.Response.WriteAsJsonAsync(icommkt.Rejections, Json, context.RequestAborted);
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsJsonAsync(new { error.Message }, Json, context.RequestAborted);
        }
    }
}
