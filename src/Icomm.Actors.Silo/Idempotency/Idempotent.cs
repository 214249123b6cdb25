using Microsoft.OpenApi;

namespace Icomm.Actors.Silo.Idempotency;

/// <summary>Marks an operation that makes something, and that may be sent again with the header <c>Idempotency-Key</c>.</summary>
/// <param name="Secret">The property of the answer that is a secret, and so is not in the answer to a request that is sent again; null for none.</param>
/// <param name="IsFile">Whether the body is a file of any size, which is told by its length alone.</param>
internal sealed record Idempotent(string? Secret, bool IsFile)
{
    public const string Header = "Idempotency-Key";

    public const int LongestKey = 255;
}

internal static class IdempotentOperations
{
    public static RouteHandlerBuilder IsIdempotent(this RouteHandlerBuilder operation, string? secret = null, bool isFile = false) => operation
        .WithMetadata(new Idempotent(secret, isFile))
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .AddOpenApiOperationTransformer((described, _, _) =>
        {
            (described.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = Idempotent.Header,
                In = ParameterLocation.Header,
                Description = "Chosen by the caller, another for each thing that is to be made. The same request with the same key within 24 hours gets the same answer and makes nothing again."
                    + (secret is null ? "" : $" It gets it without '{secret}'."),
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = Idempotent.LongestKey },
            });
            return Task.CompletedTask;
        });
}
