using System.Text.Json;
using System.Text.RegularExpressions;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Customers;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>
/// Finds the person behind an alias (facts §3.3) by the documented way that the article's role allows: the customer's document in Master Data. An alias that can't be resolved is
/// dropped: the order then belongs to the store's customer, or to the document, and is never published as an e-mail. Made anew for every page.
/// </summary>
internal sealed partial class VtexEmails(VtexSession session, ILogger logger)
{
    private readonly Dictionary<string, string?> _known = new(StringComparer.Ordinal);
    private bool _isClosed;

    public async Task<CustomerReference> ResolveAsync(CustomerReference customer, CancellationToken cancellationToken)
    {
        if (!VtexMask.IsAlias(customer.Email))
            return customer;
        var email = customer.StoreCustomerId is { } id && Id().IsMatch(id) ? await FindAsync(id, cancellationToken) : null;
        return customer with { Email = email };
    }

    private async Task<string?> FindAsync(string userId, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(userId, out var known) || _isClosed)
            return known;
        var question = new VtexQuestion("email", $"api/dataentities/CL/search?_fields=email,userId&_where=userId={userId}", VtexPermission.Customers) { Range = "resources=0-1" };
        try
        {
            known = await session.GetAsync(question, json => Read(json, userId), cancellationToken);
        }
        catch (StoreException refused) when (refused.Problem.Code is "permission_missing" or "endpoint_not_found" or "request_rejected")
        {
            _isClosed = true;
            LogUnresolved(logger, session.IntegrationId, refused.Problem.Code);
            return null;
        }

        _known[userId] = known;
        return known;
    }

    private static string? Read(ReadOnlySpan<byte> json, string userId)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Array, "it is no list of customers");
        foreach (var customer in document.RootElement.EnumerateArray())
        {
            var email = VtexMask.Unmask(RecordJson.Text(customer, "email"));
            if (RecordJson.Text(customer, "userId") == userId && !VtexMask.IsAlias(email))
                return email;
        }

        return null;
    }

    /// <summary>Only what can't break out of a filter.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9-]{1,64}\z")]
    private static partial Regex Id();

    [LoggerMessage(3201, LogLevel.Warning, "vtex {IntegrationId}: masked e-mails can't be resolved ({Code}); their orders belong to the store's own customer id")]
    private static partial void LogUnresolved(ILogger logger, string integrationId, string code);
}
