using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Persistence.Accounts;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>A new account. It has no key yet: the first is made by an operator acting in it.</summary>
public sealed record CreateAccountRequest
{
    /// <summary>The company; no two accounts have the same.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public required string Name { get; init; }
}

/// <summary>What is to change of an account; what is left out stays as it is.</summary>
public sealed record UpdateAccountRequest
{
    [StringLength(100, MinimumLength = 1), RegularExpression(@"^\s*\S[\s\S]*$", ErrorMessage = "The name must not be blank.")]
    public string? Name { get; init; }

    /// <summary>Whether its keys open nothing. Its integrations go on; pause them to stop them.</summary>
    public bool? IsDisabled { get; init; }
}

/// <summary>An account: one company that uses the installation.</summary>
/// <param name="DisabledAt">Since when its keys open nothing; absent while they do.</param>
public sealed record AccountResponse(string Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt)
{
    internal static AccountResponse From(AccountRow row) => new(row.Account, row.Name, row.CreatedAt, row.DisabledAt);
}
