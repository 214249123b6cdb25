using Icomm.Actors.Silo.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Icomm.Actors.Silo.Document;

/// <summary>
/// The OpenAPI document at <c>/openapi/v1.json</c> and the page at <c>/docs</c> that shows it. What an operation is comes from its endpoint and its contracts; what all have in common is added here.
/// </summary>
internal static class ApiDocument
{
    private const string Path = "/openapi/v1.json";

    private static readonly string Conventions =
        $"""
        Customer profiles of online shops: integrations, their sync runs, databases and the profiles in them.

        * **Problems** are RFC 9457 with a stable `code` for programs, `detail` for persons and, where somebody can do something, `remedy`.
        * **Lists** come in pages: `nextCursor` of one is the `cursor` of the next, and is absent on the last.
        * **Changes** may carry `If-Match` with the `ETag` that was read; what somebody changed in between is then answered 412.
        * **Creations** may carry an `Idempotency-Key`, and are then safe to send again.
        * **Texts** for merchants follow `Accept-Language`: `en`, `es` or `pt`.
        * **Absent** is what an answer has nothing to say of; only indicators without a value are null.
        * A request's body has at most {HttpManners.MaxBodyBytes} bytes where nothing else is said.
        """;

    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Icomm.Actors";
            document.Info.Version = "v1";
            document.Info.Description = Conventions;

            // Where it is served differs from machine to machine, and the document is the same.
            document.Servers = [new OpenApiServer { Url = "/", Description = "The host that the document came from." }];
            return Task.CompletedTask;
        });
        options.DescribeSecurity();
        options.DescribeTags();
        options.DescribeMembers();
        options.DescribeParameters();
        options.DescribeProblems();
        options.DescribeExamples();
        options.DescribeAnswers();
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
