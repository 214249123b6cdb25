using System.Text.Json.Nodes;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Document.Examples;
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
            + "The token goes along as Authorization: Bearer, Token-Autenticacion-Efenicio or X-Icomm-Token. The body must arrive within 30 seconds. Answers 429 and 503 say with Retry-After when to send it again.")
        .AllowAnonymous()
        .DisableRateLimiting()
        .Produces(StatusCodes.Status200OK, contentType: "application/json")
        .Refuses(StatusCodes.Status400BadRequest, "body_malformed", "body_empty")
        .Refuses(StatusCodes.Status401Unauthorized, "token_invalid")
        .Refuses(StatusCodes.Status408RequestTimeout, "body_too_slow")
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .Refuses(StatusCodes.Status415UnsupportedMediaType, "content_encoding_unsupported")
        .Refuses(StatusCodes.Status429TooManyRequests, "backlog_full")
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            // Any JSON: the connector knows its platform's forms.
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = AnyJson(PlainExamples.Pushed) };
            ((OpenApiResponse)operation.Responses!["200"]).Content = AnyJson(PlainExamples.Acknowledged);
            return Task.CompletedTask;
        });

    private static Dictionary<string, OpenApiMediaType> AnyJson(JsonNode example) => new() { ["application/json"] = new() { Schema = new OpenApiSchema(), Example = example.DeepClone() } };

    private static Task<Results<FileContentHttpResult, ProblemHttpResult>> ReceiveAsync(string integrationId, HttpContext context, InboundReceiver receiver) =>
        receiver.ReceiveAsync(integrationId, context);
}
