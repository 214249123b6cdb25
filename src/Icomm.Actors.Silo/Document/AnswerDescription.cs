using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Icomm.Actors.Silo.Document;

/// <summary>Answers in the order of their status, with the headers that a caller goes on with.</summary>
internal static class AnswerDescription
{
    public static void DescribeAnswers(this OpenApiOptions options)
    {
        options.AddOperationTransformer((operation, _, _) =>
        {
            var answers = new OpenApiResponses();
            foreach (var (status, answer) in operation.Responses!.OrderBy(answer => answer.Key, StringComparer.Ordinal))
            {
                answers.Add(status, answer);
                if (int.Parse(status, CultureInfo.InvariantCulture) is StatusCodes.Status201Created or StatusCodes.Status202Accepted)
                    AddHeader(answer, "Location", "Where it is.");
                else if (status == "429")
                    AddHeader(answer, "Retry-After", "Seconds after which to ask again.");
            }

            operation.Responses = answers;
            return Task.CompletedTask;
        });

        // What can be changed by its version shows it.
        options.AddDocumentTransformer((document, _, _) =>
        {
            foreach (var path in document.Paths.Values)
            {
                var operations = path.Operations!.Values;
                if (!operations.Any(operation => operation.Parameters?.Any(parameter => parameter.Name == ParameterDescription.IfMatch) is true))
                    continue;
                foreach (var answer in operations.Select(operation => operation.Responses!.GetValueOrDefault("200")).OfType<IOpenApiResponse>())
                    AddHeader(answer, "ETag", "The version, for `If-Match` of a change.");
            }

            return Task.CompletedTask;
        });
    }

    private static void AddHeader(IOpenApiResponse answer, string name, string description)
    {
        var response = (OpenApiResponse)answer;
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        response.Headers[name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
    }
}
