namespace Icomm.Actors.StoreSimulator.Magento;

/// <param name="GivenCondition">As the request spelled it, for the echo.</param>
internal sealed record Filter(string Field, string Value, Condition Condition, string GivenCondition);
