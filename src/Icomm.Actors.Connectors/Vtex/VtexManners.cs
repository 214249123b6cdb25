namespace Icomm.Actors.Connectors.Vtex;

/// <summary>How an integration behaves towards its account, remembered from page to page.</summary>
internal sealed record VtexManners(VtexBudget Budget, VtexBreaker Breaker);
