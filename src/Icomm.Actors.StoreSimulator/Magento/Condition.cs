namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>A comparison. Magento takes every condition type that it doesn't know for eq.</summary>
internal enum Condition
{
    Eq,
    Neq,
    Gt,
    GtEq,
    Lt,
    LtEq,
    In,
    Nin,
    Like,
    Nlike,
    Null,
    NotNull,
    FinSet,
    NFinSet,
}
