using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Silo.Queries;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>A store platform and the form that its wizard shows.</summary>
/// <param name="IsPushed">Whether the platform sends orders by itself, to an address and with a token that an integration gives it.</param>
/// <param name="ImportsFiles">Whether the past can be uploaded as a file.</param>
public sealed record StoreTypeResponse(string StoreType, string DisplayName, ImmutableArray<StoreFieldResponse> Fields, bool IsPushed, bool ImportsFiles)
{
    internal static StoreTypeResponse From(IStoreConnector connector, string language) => new(
        connector.StoreType,
        connector.Description.DisplayName,
        [.. connector.Description.Fields.Select(field => StoreFieldResponse.From(field, language))],
        connector is IPushConnector,
        connector is IFileConnector);
}

/// <summary>One field of the form. Secret fields are stored encrypted and never returned.</summary>
/// <param name="Name">Key in the settings.</param>
/// <param name="Label">In the language of the request.</param>
/// <param name="Help">What to write there, and where to find it; in the language of the request.</param>
public sealed record StoreFieldResponse(string Name, string Label, string Help, FieldKind Kind, bool IsRequired, bool IsSecret)
{
    internal static StoreFieldResponse From(ConnectorField field, string language) =>
        new(field.Name, field.Label.In(language), field.Help.In(language), field.Kind, field.IsRequired, field.IsSecret);
}

/// <summary>Settings to check with the store, by field name.</summary>
public sealed record VerifyRequest
{
    [Required]
    public required Dictionary<string, string> Settings { get; init; }

    /// <summary>Never prints a secret.</summary>
    public override string ToString() => nameof(VerifyRequest);
}

/// <summary>What the store said.</summary>
/// <param name="Message">Whether the connection works, in a sentence, in the language of Accept-Language; <c>problem</c> says why it does not.</param>
/// <param name="Problem">What is wrong and what to do; absent on success.</param>
/// <param name="StoreViews">Store views or sales channels to choose from.</param>
/// <param name="Notices">What works only in part, and how to have the rest; no reason to fail.</param>
public sealed record VerifyResponse(
    bool IsSuccess,
    string Message,
    StoreProblemResponse? Problem,
    ImmutableArray<StoreChoice> StoreViews,
    string? Currency,
    string? TimeZone,
    ImmutableArray<StoreProblemResponse> Notices)
{
    internal static VerifyResponse From(StoreVerification found, string platform, string language) => new(
        found.IsSuccess,
        (found.IsSuccess ? WizardTexts.Connected(platform) : WizardTexts.NotConnected(platform)).In(language),
        found.Problem is { } problem ? StoreProblemResponse.From(problem, language) : null,
        found.StoreViews,
        found.Currency,
        found.TimeZone,
        [.. found.Notices.Select(notice => StoreProblemResponse.From(notice, language))]);
}

/// <summary>What is wrong, and what to do about it.</summary>
public sealed record StoreProblemResponse(string Code, string Message, string Remedy)
{
    internal static StoreProblemResponse From(StoreProblem problem, string language) => new(problem.Code, problem.Message.In(language), problem.Remedy.In(language));
}
