using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Icomm.Actors.Silo.Document;

/// <summary>Members of contracts as the API writes them, where the framework's description of their types says otherwise.</summary>
internal static class MemberDescription
{
    private const string TimeOfDay = @"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,7})?$";

    public static void DescribeMembers(this OpenApiOptions options)
    {
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = context.JsonTypeInfo.Type;
            if (type == typeof(object))
                AllowIndicators(schema);
            else if (type == typeof(IReadOnlyDictionary<string, object>))
                schema.AdditionalProperties = AllowIndicators(new OpenApiSchema());
            else if (type == typeof(TimeOnly) || type == typeof(TimeOnly?))
                (schema.Format, schema.Pattern) = (null, TimeOfDay); // The format 'time' of JSON Schema is one with an offset.
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            foreach (var contract in document.Components!.Schemas!.Values.OfType<OpenApiSchema>())
                LeaveOut(contract);
            return Task.CompletedTask;
        });
    }

    /// <summary>What <see cref="Contracts.PlainValue"/> makes.</summary>
    private static OpenApiSchema AllowIndicators(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Number | JsonSchemaType.String | JsonSchemaType.Array | JsonSchemaType.Null;
        schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
        return schema;
    }

    /// <summary>Null is written by leaving the member out: who reads it needs one case, not two.</summary>
    private static void LeaveOut(OpenApiSchema contract)
    {
        foreach (var (name, member) in contract.Properties?.ToArray() ?? [])
        {
            if (member is not OpenApiSchema schema || WithoutNull(schema) is not { } present)
                continue;
            contract.Properties![name] = present;
            contract.Required?.Remove(name);
        }
    }

    /// <returns>Null where null is not allowed.</returns>
    private static IOpenApiSchema? WithoutNull(OpenApiSchema schema)
    {
        if (schema.OneOf is [{ Type: JsonSchemaType.Null }, var present])
            return present;
        if (schema.Type is not { } type || !type.HasFlag(JsonSchemaType.Null))
            return null;
        schema.Type = type & ~JsonSchemaType.Null;
        return schema;
    }
}
