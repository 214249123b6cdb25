using Microsoft.AspNetCore.OpenApi;

namespace Icomm.Actors.Silo.Document;

/// <summary>Parameters that mean the same wherever they are.</summary>
internal static class ParameterDescription
{
    public const string IfMatch = "If-Match";

    private static readonly Dictionary<string, string> Texts = new()
    {
        ["accountId"] = "The account.",
        ["asOf"] = "The day, at whose end the indicators are: today in the database's time zone when left out.",
        ["cursor"] = "`nextCursor` of the page before; the first page when left out.",
        ["databaseId"] = "The database.",
        ["erasureId"] = "The receipt of the erasure.",
        ["format"] = "`csv` or `ndjson`.",
        ["importId"] = "The import.",
        ["indicator"] = "Name of the indicator, as `ICOMMKT_Amount_30_Days`.",
        ["integrationId"] = "The integration.",
        ["keyId"] = "Id of the API key; not the key itself.",
        ["limit"] = "Most entries of the page.",
        ["profileId"] = "The profile.",
        ["publicationId"] = "The publication.",
        ["refreshId"] = "The refresh.",
        ["runId"] = "The sync run.",
        ["storeType"] = "One of the store types, as `magento`.",
        ["version"] = "Number of the version.",
        [IfMatch] = "The `ETag` that was read, quotes included: then only that version is changed. Any version when left out.",
        ["Last-Event-ID"] = "Id of the last event that was seen; browsers send it when they come again.",
    };

    public static void DescribeParameters(this OpenApiOptions options) => options.AddOperationTransformer((operation, _, _) =>
    {
        foreach (var parameter in operation.Parameters ?? [])
            parameter.Description ??= Texts.GetValueOrDefault(parameter.Name!);
        return Task.CompletedTask;
    });
}
