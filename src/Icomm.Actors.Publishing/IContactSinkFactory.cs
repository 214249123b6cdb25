namespace Icomm.Actors.Publishing;

/// <summary>Makes the sinks of one kind.</summary>
public interface IContactSinkFactory
{
    /// <summary>One of <see cref="ContactSinkTypes"/>.</summary>
    string Type { get; }

    SinkDescription Description { get; }

    /// <summary>Reads the settings and makes a sink for one publication; asks nobody and writes nothing yet.</summary>
    /// <param name="asOf">The day that the indicators are as of: files are named by it.</param>
    /// <exception cref="PublishException">The settings are no good.</exception>
    IContactSink Create(PublicationTarget target, DateOnly asOf);

    /// <summary>Checks settings and, where there is somebody to ask, credentials, within seconds. Changes nothing at the receiver.</summary>
    /// <returns>What is wrong; null when all is well.</returns>
    Task<PublishProblem?> VerifyAsync(PublicationTarget target, CancellationToken cancellationToken);
}
