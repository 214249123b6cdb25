using System.Text.Json.Nodes;

namespace Icomm.Actors.Silo.Document.Examples;

/// <summary>Bodies without a contract of ours: files, streams, and what a platform sends. By operation and media type.</summary>
internal static class PlainExamples
{
    private const string Csv = "text/csv";
    private const string Lines = "application/x-ndjson";

    /// <summary>An order of Fenicio, as <c>docs/fenicio</c> says it is read.</summary>
    public static readonly JsonNode Pushed = JsonNode.Parse(
        """
        {
          "orden": {
            "idOrden": "9001",
            "numeroOrden": 731,
            "estado": "APROBADA",
            "fechaInicio": "2026-03-31T03:58:10-03:00",
            "fechaFin": "2026-03-31T04:01:44-03:00",
            "comprador": { "email": "ana@example.com", "nombre": "Ana", "apellido": "Pereira" },
            "moneda": "UYU",
            "importeTotal": 3180,
            "lineas": [{ "nombre": "Remera básica", "sku": "REM-1042", "cantidad": 2, "precio": 1590, "atributos": { "_categoria": "Ropa > Remeras", "marca": "Sur" } }]
          }
        }
        """)!;

    /// <summary>What Fenicio wants to hear.</summary>
    public static readonly JsonNode Acknowledged = JsonNode.Parse("""{"status":"OK","mensaje":"","_idSolicitud":null,"data":null}""")!;

    /// <summary>The first rows of Fenicio's report.</summary>
    public const string Report =
        "Código pedido,Estado,Moneda,Importe total pedido,E-mail comprador,Fecha fin,SKU,Cantidad comprada\r\n9001,APROBADA,UYU,3180.00,ana@example.com,31/03/2026 04:01,REM-1042,2\r\n";

    private static readonly Dictionary<(string Operation, string MediaType), JsonNode> Answers = new()
    {
        [("getImportReport", Csv)] = "line,order,code,reason\r\n118,9044,date_invalid,'Fecha fin' is not a date.\r\n",
        [("exportProfiles", Csv)] = "Email,FirstName,LastName,ICOMMKT_Purchases_30_Days,ICOMMKT_RFM_Segment\r\nana@example.com,Ana,Pereira,1,LOYAL_CHAMPIONS\r\n",
        [("exportRuns", Csv)] = $"id,startedAt,endedAt,outcome,trigger,read,new\r\n{Shop.Run},2026-03-31T07:00:00.0000000+00:00,2026-03-31T07:04:00.0000000+00:00,succeeded,schedule,480,37\r\n",
        [("exportRuns", Lines)] = $$"""{"id":"{{Shop.Run}}","startedAt":"2026-03-31T07:00:00+00:00","outcome":"succeeded"}""" + "\n",
        [("exportAuditEntries", Csv)] = $"at,keyName,action,resource,outcome\r\n2026-03-30T18:20:00.0000000+00:00,Front end,updateIntegration,/api/v1/integrations/{Shop.Integration},done\r\n",
        [("exportAuditEntries", Lines)] = """{"at":"2026-03-30T18:20:00+00:00","action":"updateIntegration","outcome":"done"}""" + "\n",
        [("watchRun", "text/event-stream")] = $$"""
            id: 12
            event: progress
            data: {"id":"{{Shop.Run}}","outcome":"running","startedAt":"2026-03-31T07:00:00+00:00","stages":[{"stage":"Orders","startedAt":"2026-03-31T07:01:00+00:00","done":240,"total":420}]}


            """,
    };

    public static JsonNode? Of(string operation, string mediaType) => Answers.GetValueOrDefault((operation, mediaType));
}
