using Icomm.Actors.Silo.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Icomm.Actors.Silo.Document;

/// <summary>How the API's document tells of keys: two ways to show one, and the scope that each operation wants.</summary>
internal static class SecurityDescription
{
    private const string Bearer = "bearer";
    private const string Header = "header";

    public static void DescribeSecurity(this OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Bearer] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = $"An API key: {ApiKeyText.Prefix}…. The header {ActingAccount.Header} names another account to act in; that takes a key with the scope operate, and one that is not there is answered 404 with `account_not_found`.",
                },
                [Header] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = ApiKeyHandler.Header, Description = "The same key in a header of its own." },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var scopes = context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Select(data => data.Policy!).ToList();
            operation.Security = scopes.Count == 0
                ? []
                : [.. new[] { Bearer, Header }.Select(scheme => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = scopes })];
            return Task.CompletedTask;
        });
    }
}
