using System.Text.Json;
using Icomm.Actors.Connectors.Records;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>Reads one kind of record. Made anew for every page.</summary>
internal abstract class MagentoRecordDecoder<T>
{
    /// <summary>The property that holds the record's id: <c>entity_id</c> on orders, <c>id</c> elsewhere.</summary>
    public abstract ReadOnlySpan<byte> IdProperty { get; }

    /// <param name="reader">Stands on the record's opening brace; left on its closing one.</param>
    /// <exception cref="RecordException">The record can't be read.</exception>
    public abstract T Decode(ref Utf8JsonReader reader, out RecordKey key);
}
