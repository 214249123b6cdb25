using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>A registered reminder, as its grain holds it.</summary>
internal sealed record GrainReminder(GrainId GrainId, string ReminderName, string ETag) : IGrainReminder;
