namespace Orleans.Runtime;

/// <summary>A reminder could not be changed, for example because another activation changed it meanwhile.</summary>
public sealed class ReminderException(string message) : OrleansException(message);
