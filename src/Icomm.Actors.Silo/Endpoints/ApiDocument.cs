using Icomm.Actors.Silo.Hosting;
using Microsoft.AspNetCore.OpenApi;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c> and the page at <c>/docs</c> that shows it.</summary>
internal static class ApiDocument
{
    private const string Path = "/openapi/v1.json";

    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Icomm.Actors";
            document.Info.Version = "v1";
            document.Info.Description = "Customer profiles of online shops: integrations, their sync runs, databases and the profiles in them. "
                + $"The body of a request has at most {HttpManners.MaxBodyBytes} bytes where nothing else is said; a larger one is answered 413.";

            // Where it is served differs from machine to machine, and the document is the same.
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
        options.DescribeSecurity();
    }

    public static void MapApiDocument(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "Icomm.Actors";
            page.SwaggerEndpoint(Path, "Icomm.Actors v1");
        });
        app.MapGet("/", () => TypedResults.Redirect("/docs")).ExcludeFromDescription();
    }
}
