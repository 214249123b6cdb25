using Icomm.Actors.Silo.Inbound;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>Where stores push to. The token is the only key: it opens one integration's inbox and nothing else.</summary>
internal static class InboundEndpoints
{
    public const string Path = "/inbound";

    public static void MapInbound(this IEndpointRouteBuilder api) => api.MapPost(Path + "/{integrationId}", ReceiveAsync)
        .WithTags("Push")
        .WithName("pushMessage")
        .WithSummary("Push a message")
        .WithDescription(
            "For stores that send their orders by themselves. The message is kept and acknowledged at once, in the form that the platform wants, and applied shortly after; the same bytes twice are one message. "
            + "The token goes along as Authorization: Bearer, Token-Autenticacion-Efenicio or X-Icomm-Token. Answers 429 and 503 say with Retry-After when to send it again.")
        .AllowAnonymous()
        .DisableRateLimiting()
        .Produces(StatusCodes.Status200OK, contentType: "application/json")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            // Any JSON: the connector knows its platform's forms.
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = new OpenApiSchema() } } };
            return Task.CompletedTask;
        });

    private static Task<Results<FileContentHttpResult, ProblemHttpResult>> ReceiveAsync(string integrationId, HttpContext context, InboundReceiver receiver) =>
        receiver.ReceiveAsync(integrationId, context);
}
