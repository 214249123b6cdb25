namespace Icomm.Actors.Publishing;

/// <summary>What the operator decides about publishing.</summary>
public sealed class PublishingOptions
{
    /// <summary>
    /// The folder that file sinks write under, each database in its own: <c>{root}/{account}/{database}/</c>. Null (the default): there are no file sinks.
    /// A merchant names files, never folders outside of this one.
    /// </summary>
    public string? FileRoot { get; set; }
}
