namespace Icomm.Actors.Trials;

/// <summary>This machine, or this build, can't show what a trial is to show.</summary>
internal sealed class TrialImpossibleException(string message) : Exception(message);
