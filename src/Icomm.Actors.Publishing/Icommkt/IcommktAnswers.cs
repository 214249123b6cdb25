using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Publishing.Icommkt;

/// <summary>Reads the API's answers. What is not plainly a "yes" is not one.</summary>
internal static class IcommktAnswers
{
    /// <summary><c>{"SaveMultiContactJsonResult":{"StatusCode","Responses":[{"StatusCode","Message"}, …]}}</c>, the responses in request order (facts §1.6).</summary>
    /// <param name="count">How many contacts were sent. Another number of responses leaves open which contact each is about, so that none can be believed.</param>
    /// <exception cref="PublishException">The API refused the batch as a whole.</exception>
    /// <exception cref="Connectors.StoreException">The answer is not what was promised (<c>answer_unexpected</c>): worth another attempt.</exception>
    public static ImmutableArray<ContactOutcome> ReadSaved(ReadOnlySpan<byte> json, int count, IcommktSettings settings)
    {
        using var document = IcommktJson.Parse(json);
        if (!IcommktJson.TryGet(document.RootElement, "SaveMultiContactJsonResult", out var result) || result.ValueKind != JsonValueKind.Object)
            throw StoreProblems.AnswerUnexpected("it holds no result");
        var responses = IcommktJson.TryGet(result, "Responses", out var list) && list.ValueKind == JsonValueKind.Array ? list.GetArrayLength() : 0;
        if (responses == count)
            return [.. list.EnumerateArray().Select(response => ReadOne(response, settings))];

        // No responses and a status that is no success: the batch was refused. Anything else is a muddle.
        if (responses == 0 && IcommktJson.Status(result) is { } status and not IcommktJson.Ok)
            throw IcommktProblems.Refused(status, IcommktJson.Message(result));
        throw StoreProblems.AnswerUnexpected(string.Create(CultureInfo.InvariantCulture, $"it tells of {responses} contacts and not of the {count} sent"));
    }

    /// <summary><c>{"ListContactsFullJsonResult":[…]}</c>; null in place of a list is taken for an empty one.</summary>
    /// <inheritdoc cref="ReadSaved" path="/exception"/>
    public static bool ReadListed(ReadOnlySpan<byte> json)
    {
        using var document = IcommktJson.Parse(json);
        if (!IcommktJson.TryGet(document.RootElement, "ListContactsFullJsonResult", out var result))
            throw StoreProblems.AnswerUnexpected("it holds no result");
        if (result.ValueKind is JsonValueKind.Array or JsonValueKind.Null)
            return true;
        if (IcommktJson.Status(result) is { } status)
            throw IcommktProblems.Refused(status, IcommktJson.Message(result));
        throw StoreProblems.AnswerUnexpected("its result is no list");
    }

    private static ContactOutcome ReadOne(JsonElement response, IcommktSettings settings)
    {
        if (IcommktJson.Status(response) is not { } status)
            throw StoreProblems.AnswerUnexpected("a response has no status");
        if (status == IcommktJson.Ok)
            return ContactOutcome.Accepted;
        var words = ReceiverText.Clean(IcommktJson.Message(response), settings.ApiKey, settings.ProfileKey);
        return ContactOutcome.Rejected(
            ContactRejections.RefusedByIcommkt,
            string.Create(CultureInfo.InvariantCulture, $"ICOMMKT refused the contact with status {status}{(words.Length > 0 ? ": " + words : ".")}"));
    }
}
