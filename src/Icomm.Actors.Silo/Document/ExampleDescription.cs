using System.Text.Json;
using System.Text.Json.Nodes;
using Icomm.Actors.Silo.Document.Examples;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Icomm.Actors.Silo.Document;

/// <summary>Shows bodies as they may be, beside what they must be.</summary>
internal static class ExampleDescription
{
    public static void DescribeExamples(this OpenApiOptions options) => options.AddOperationTransformer(async (operation, context, _) =>
    {
        var json = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var body = context.Description.ParameterDescriptions.FirstOrDefault(parameter => parameter.Source == BindingSource.Body)?.Type;
        foreach (var (mediaType, content) in operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>())
            Show(content, plain: null, await OfContractAsync(body, mediaType, operation, json));
        foreach (var (status, answer) in operation.Responses!.Where(answer => answer.Key[0] == '2'))
        {
            var type = context.Description.SupportedResponseTypes.FirstOrDefault(known => $"{known.StatusCode}" == status)?.Type;
            foreach (var (mediaType, content) in answer.Content ?? new Dictionary<string, OpenApiMediaType>())
                Show(content, PlainExamples.Of(operation.OperationId!, mediaType), await OfContractAsync(type, mediaType, operation, json));
        }
    });

    private static async Task<IReadOnlyList<(string Name, JsonNode Value)>> OfContractAsync(Type? type, string mediaType, OpenApiOperation operation, JsonSerializerOptions json) =>
        type is null || mediaType != "application/json" ? [] : await ContractExamples.OfAsync(type, operation.Parameters?.Any(parameter => parameter.Name == "cursor") is true, json);

    private static void Show(OpenApiMediaType content, JsonNode? plain, IReadOnlyList<(string Name, JsonNode Value)> ofContract)
    {
        if (plain is not null)
            content.Example = plain.DeepClone();
        else if (ofContract is [var only])
            content.Example = only.Value;
        else if (ofContract.Count > 1)
            content.Examples = ofContract.ToDictionary(example => example.Name, example => (IOpenApiExample)new OpenApiExample { Value = example.Value });
    }
}
