namespace Icomm.Actors.Demo;

/// <summary>The demo can't go on; the message says why and what to do.</summary>
internal sealed class DemoException(string message) : Exception(message);
