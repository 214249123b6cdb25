using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Faults;

namespace Icomm.Actors.StoreSimulator.Icommkt;

/// <summary>
/// ICOMMKT's contacts API (facts §1.6): SaveContact, SaveMultiContact, ListFull and RemoveContact, all POST, with and without the slash at the end.
/// It takes nothing on trust: see <see cref="ContactForm"/> and <see cref="FieldRules"/>.
/// </summary>
internal sealed class IcommktApi(SimulatedIcommkt icommkt)
{
    private const string Prefix = "/Contacts";
    private const int MaxBodyBytes = 16 * 1_024 * 1_024;

    private readonly FieldRules _rules = new(icommkt.Options.TextFields);

    public static bool IsMine(HttpContext context) => context.Request.Path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase);

    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "SaveContact", SaveAsync);
        Map(routes, "SaveMultiContact", SaveMultiAsync);
        Map(routes, "ListFull", ListAsync);
        Map(routes, "RemoveContact", RemoveAsync);
    }

    private void Map(IEndpointRouteBuilder routes, string method, Func<HttpContext, JsonElement, string, Task> answer) =>
        routes.MapPost($"{Prefix}/{method}.Json", (RequestDelegate)(context => AnswerAsync(context, method, answer)));

    private async Task AnswerAsync(HttpContext context, string method, Func<HttpContext, JsonElement, string, Task> answer)
    {
        if (!IsAuthorised(context))
        {
            await IcommktErrors.Write(context, StatusCodes.Status401Unauthorized, "Authorization has been denied for this request.");
            return;
        }

        if (!context.Request.HasJsonContentType()) icommkt.Violated(method, null, null, "the content type is not JSON");
        using var body = await ReadAsync(context);
        if (body?.RootElement is not { ValueKind: JsonValueKind.Object } form || Text(form, "ProfileKey") is not { } profileKey)
        {
            icommkt.Violated(method, null, null, "the body is no JSON object with a ProfileKey");
            await IcommktErrors.Write(context, StatusCodes.Status400BadRequest, "The request is invalid.");
            return;
        }

        if (icommkt.Book.Has(profileKey)) await answer(context, form, profileKey);
        else await WriteAsync(context, ResultOf(method), IcommktStatus.ProfileUnknown, "Profile not found", responses: method == "SaveMultiContact" ? [] : null);
    }

    private async Task SaveAsync(HttpContext context, JsonElement form, string profileKey)
    {
        form.TryGetProperty("Contact", out var contact);
        var (status, message, email) = Save("SaveContact", contact, 0, profileKey, new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        await WriteAsync(context, "SaveContactJsonResult", status, message, email);
    }

    private async Task SaveMultiAsync(HttpContext context, JsonElement form, string profileKey)
    {
        const string method = "SaveMultiContact";
        var problem = !form.TryGetProperty("ContactList", out var list) || list.ValueKind != JsonValueKind.Array ? "there is no ContactList"
            : list.GetArrayLength() == 0 ? "the ContactList is empty"
            : list.GetArrayLength() > icommkt.Options.MaxBatch ? $"the ContactList has more than {icommkt.Options.MaxBatch} contacts"
            : null;
        if (problem is not null)
        {
            icommkt.Violated(method, null, "ContactList", problem);
            await WriteAsync(context, ResultOf(method), IcommktStatus.BatchInvalid, problem, responses: []);
            return;
        }

        var emails = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var responses = list.EnumerateArray().Select((contact, position) => Save(method, contact, position, profileKey, emails)).ToList();
        switch (FaultMiddleware.PageFault(context))
        {
            case FaultKind.ResponseMissing: responses.RemoveAt(responses.Count - 1); break;
            case FaultKind.ResponseExtra: responses.Add(responses[^1]); break;
        }

        await WriteAsync(context, ResultOf(method), IcommktStatus.Saved, "", responses: responses);
    }

    private Task ListAsync(HttpContext context, JsonElement form, string profileKey)
    {
        var email = form.TryGetProperty("Filters", out var filters) && filters.ValueKind == JsonValueKind.Object ? Text(filters, "Email") : null;
        IReadOnlyList<IcommktContact> found = email is null ? icommkt.Book.All(profileKey) : icommkt.Book.Find(profileKey, email) is { } one ? [one] : [];
        JsonAnswer.Write(context, StatusCodes.Status200OK, found, static (json, contacts) =>
        {
            json.WriteStartObject();
            json.WriteStartArray(ResultOf("ListFull"));
            foreach (var contact in contacts)
            {
                json.WriteStartObject();
                json.WriteString("Email"u8, contact.Email);
                json.WriteString("Status"u8, contact.Status);
                json.WriteStartArray("CustomFields"u8);
                foreach (var (key, value) in contact.Fields)
                {
                    json.WriteStartObject();
                    json.WriteString("Key"u8, key);
                    json.WriteString("Value"u8, value);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
        return Task.CompletedTask;
    }

    private Task RemoveAsync(HttpContext context, JsonElement form, string profileKey)
    {
        var email = form.TryGetProperty("Contact", out var contact) && contact.ValueKind == JsonValueKind.Object ? Text(contact, "Email") : null;
        if (email is null) icommkt.Violated("RemoveContact", null, "Email", "there is no e-mail");
        var removed = email is not null && icommkt.Book.Remove(profileKey, email);
        return WriteAsync(context, ResultOf("RemoveContact"), removed ? IcommktStatus.Removed : IcommktStatus.NotFound, removed ? "" : "Contact not found", email);
    }

    private (int Status, string Message, string? Email) Save(string method, JsonElement contact, int position, string profileKey, HashSet<string> emails)
    {
        var form = ContactForm.Read(contact, _rules, icommkt.Options.RequiredFields);
        var problems = form.Email is { } email && !emails.Add(email) ? [.. form.Problems, ("Email", "comes twice in the batch")] : form.Problems;
        foreach (var (field, problem) in problems) icommkt.Violated(method, position, field, problem);
        if (problems is [var first, ..]) return (IcommktStatus.ContactInvalid, $"{first.Field ?? "The contact"} {first.Problem}", form.Email);
        if (icommkt.Rules.Next(form.Email!) is { } rule)
            return (rule.StatusCode, rule.Message.Replace("{email}", form.Email, StringComparison.Ordinal), form.Email);
        icommkt.Book.Save(profileKey, form.Email!, form.Fields, icommkt.Now);
        return (IcommktStatus.Saved, "", form.Email);
    }

    private Task WriteAsync(
        HttpContext context, string result, int status, string message, string? email = null, IReadOnlyList<(int Status, string Message, string? Email)>? responses = null)
    {
        JsonAnswer.Write(context, StatusCodes.Status200OK, (this, result, status, message, email, responses), static (json, answer) =>
        {
            var (api, result, status, message, email, responses) = answer;
            json.WriteStartObject();
            json.WriteStartObject(result);
            api.WriteResponse(json, status, message, email);
            if (responses is not null)
            {
                json.WriteStartArray("Responses"u8);
                foreach (var response in responses)
                {
                    json.WriteStartObject();
                    api.WriteResponse(json, response.Status, response.Message, response.Email);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        });
        return Task.CompletedTask;
    }

    private void WriteResponse(Utf8JsonWriter json, int status, string message, string? email)
    {
        json.WriteString("Message"u8, message);
        json.WriteString("MessageDetail"u8, "");
        if (email is not null)
        {
            json.WriteStartObject("Data"u8);
            json.WriteString("Email"u8, email);
            json.WriteString("Status"u8, "A");
            json.WriteEndObject();
        }

        if (icommkt.Options.StatusForm == StatusForm.Text) json.WriteString("StatusCode"u8, status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        else json.WriteNumber("StatusCode"u8, status);
    }

    private static string ResultOf(string method) => method == "ListFull" ? "ListContactsFullJsonResult" : $"{method}JsonResult";

    /// <summary>The bare key, the key with a colon and anything, or Basic with the key as user name: the documentation and the clients differ.</summary>
    private bool IsAuthorised(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString().Trim();
        if (header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            var decoded = new byte[header.Length];
            header = Convert.TryFromBase64String(header["Basic ".Length..].Trim(), decoded, out var length) ? Encoding.UTF8.GetString(decoded, 0, length) : "";
        }

        var key = header.Split(':')[0];
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(icommkt.Options.ApiKey));
    }

    private static async Task<JsonDocument?> ReadAsync(HttpContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            return body.Length <= MaxBodyBytes ? JsonDocument.Parse(body.ToArray()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
