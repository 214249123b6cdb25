namespace Icomm.Actors.Connectors.Magento;

/// <summary>Where a record stands in the order that pages are read in: the second of its last change (Unix, UTC), then its id.</summary>
internal readonly record struct RecordKey(long Second, long Id) : IComparable<RecordKey>
{
    public int CompareTo(RecordKey other) => Second != other.Second ? Second.CompareTo(other.Second) : Id.CompareTo(other.Id);
}
