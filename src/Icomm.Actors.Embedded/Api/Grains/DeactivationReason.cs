namespace Orleans;

/// <summary>Why an activation ends.</summary>
public readonly struct DeactivationReason
{
    /// <summary>Creates a reason.</summary>
    public DeactivationReason(DeactivationReasonCode code, string text)
        : this(code, null, text)
    {
    }

    /// <summary>Creates a reason that an exception is behind.</summary>
    public DeactivationReason(DeactivationReasonCode code, Exception? exception, string text)
    {
        ReasonCode = code;
        Exception = exception;
        Description = text;
    }

    /// <summary>For people.</summary>
    public string Description { get; }

    /// <summary>For code.</summary>
    public DeactivationReasonCode ReasonCode { get; }

    /// <summary>The exception behind it, if one is.</summary>
    public Exception? Exception { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        Exception is null ? $"{ReasonCode}: {Description}" : $"{ReasonCode}: {Description}. Exception: {Exception}";
}

/// <summary>Kinds of reasons. The names are Orleans'; this engine gives those that apply to it.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>No reason.</summary>
    None,

    /// <summary>The silo stops.</summary>
    ShuttingDown,

    /// <summary>State could not be read, or activation threw.</summary>
    ActivationFailed,

    /// <summary>Not used here.</summary>
    DirectoryFailure,

    /// <summary>Not called for the collection age.</summary>
    ActivationIdle,

    /// <summary>Not used here.</summary>
    ActivationUnresponsive,

    /// <summary>Not used here.</summary>
    DuplicateActivation,

    /// <summary>Not used here.</summary>
    IncompatibleRequest,

    /// <summary>An exception of the grain, for example a conflict of its state.</summary>
    ApplicationError,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested,

    /// <summary>Not used here.</summary>
    Migrating,

    /// <summary>Not used here.</summary>
    RuntimeRequested,

    /// <summary>Not used here.</summary>
    HighMemoryPressure,
}
