using System.Globalization;
using System.Text.Json.Nodes;
using Icomm.Actors.Persistence;
using Icomm.Actors.Silo.Idempotency;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Icomm.Actors.Silo.Document;

/// <summary>Problem answers: their members, and by operation and status the codes that they may carry.</summary>
internal static class ProblemDescription
{
    /// <summary>What is not there, by the path's parameter that names it, where the parameter's own name does not say it.</summary>
    private static readonly Dictionary<string, string> NotFound = new()
    {
        ["indicator"] = "indicator_not_found",
        ["keyId"] = "api_key_not_found",
        ["storeType"] = "store_type_not_found",
        ["version"] = "rfm_model_not_found",
    };

    private static readonly JsonNode Taken = JsonNode.Parse(
        """
        {
          "type": "https://tools.ietf.org/html/rfc9110#section-15.5.10",
          "title": "Conflict",
          "status": 409,
          "detail": "There is a database named 'Customers' already.",
          "code": "database_exists",
          "remedy": "Choose another name, or use that database."
        }
        """)!;

    public static void DescribeProblems(this OpenApiOptions options)
    {
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(ProblemDetails))
                DescribeMembers(schema);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            foreach (var (status, answer) in operation.Responses!.Where(answer => answer.Key[0] is '4' or '5'))
            {
                var number = int.Parse(status, CultureInfo.InvariantCulture);
                var codes = Common(number, operation, metadata).Concat(metadata.OfType<Refusal>().Where(refusal => refusal.Status == number).SelectMany(refusal => refusal.Codes)).Distinct();
                answer.Description = $"{ReasonPhrases.GetReasonPhrase(number)}: {string.Join(", ", codes.Select(code => $"`{code}`"))}";
            }

            return Task.CompletedTask;
        });
    }

    private static void DescribeMembers(OpenApiSchema schema)
    {
        schema.Description = "What went wrong (RFC 9457). Some codes come with further members.";
        schema.AdditionalPropertiesAllowed = true;
        schema.Examples = [Taken.DeepClone()];
        schema.Required = new HashSet<string> { "title", "status", "code" };
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("Where the status is explained."),
            ["title"] = Text("The status in words."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The status." },
            ["detail"] = Text("What happened, for a person."),
            ["code"] = Text("The same for a program; it never changes."),
            ["remedy"] = Text("What to do about it."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Of `validation_failed` and `json_invalid`: what is wrong, by member or parameter.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
        };

        static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
    }

    private static IEnumerable<string> Common(int status, OpenApiOperation operation, IList<object> metadata)
    {
        var wantsKey = metadata.OfType<IAuthorizeData>().Any();
        var isIdempotent = metadata.OfType<Idempotent>().Any();
        return status switch
        {
            StatusCodes.Status400BadRequest => Malformed(operation, isIdempotent),
            StatusCodes.Status401Unauthorized when wantsKey => ["key_missing", "key_invalid", "key_expired"],
            StatusCodes.Status403Forbidden => ["scope_missing", "account_disabled"],
            StatusCodes.Status404NotFound => (operation.Parameters ?? []).Where(parameter => parameter.In == ParameterLocation.Path).Select(parameter => NotFoundCode(parameter.Name!)).OfType<string>(),
            StatusCodes.Status409Conflict when isIdempotent => ["idempotency_key_in_use"],
            StatusCodes.Status412PreconditionFailed => ["version_mismatch"],
            StatusCodes.Status413PayloadTooLarge => ["body_too_large"],
            StatusCodes.Status415UnsupportedMediaType => ["content_type_unsupported"],
            StatusCodes.Status422UnprocessableEntity when isIdempotent => ["idempotency_key_reused"],
            StatusCodes.Status429TooManyRequests when wantsKey => ["rate_limited"],
            StatusCodes.Status500InternalServerError => ["internal_error"],
            StatusCodes.Status503ServiceUnavailable => ["temporarily_unavailable", PersistenceErrors.StoreBusy, PersistenceErrors.StoreClosed, PersistenceErrors.WriteOutcomeUnknown],
            _ => [],
        };
    }

    private static IEnumerable<string> Malformed(OpenApiOperation operation, bool isIdempotent)
    {
        yield return "request_malformed";
        yield return "validation_failed";
        if (operation.RequestBody?.Content?.ContainsKey("application/json") is true)
            yield return "json_invalid";
        if (operation.Parameters?.Any(parameter => parameter.Name == ParameterDescription.IfMatch) is true)
            yield return "if_match_invalid";
        if (isIdempotent)
            yield return "idempotency_key_invalid";
    }

    private static string? NotFoundCode(string parameter) =>
        NotFound.TryGetValue(parameter, out var code) ? code : parameter.EndsWith("Id", StringComparison.Ordinal) ? $"{parameter[..^2]}_not_found" : null;
}
