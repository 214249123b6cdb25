using Icomm.Actors.Silo.Document.Examples;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Icomm.Actors.Silo.Requests;

/// <summary>What a file may be sent as. Checked by the handler, not by the framework's metadata: the refusal says what to do.</summary>
internal static class UploadTypes
{
    /// <summary>The body is the file. The last is what Windows calls CSV where a spreadsheet program is installed.</summary>
    public static readonly string[] Plain = ["text/csv", "application/csv", "text/plain", "application/octet-stream", "application/vnd.ms-excel"];

    public const string Form = "multipart/form-data";

    /// <summary>For the API's document.</summary>
    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var content = new Dictionary<string, OpenApiMediaType>();
        foreach (var type in new[] { Plain[0], "application/octet-stream" })
            content.Add(type, new OpenApiMediaType { Schema = Binary() });
        content.Add(Form, new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = Binary() } } });
        content[Plain[0]].Example = PlainExamples.Report;
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = content };
        return Task.CompletedTask;
    }

    private static OpenApiSchema Binary() => new() { Type = JsonSchemaType.String, Format = "binary" };
}
