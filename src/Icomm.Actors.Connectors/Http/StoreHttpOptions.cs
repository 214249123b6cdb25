using System.ComponentModel.DataAnnotations;

namespace Icomm.Actors.Connectors.Http;

/// <summary>How patient, how polite and how trusting the connectors are. Checked when the host starts.</summary>
public sealed class StoreHttpOptions : IValidatableObject
{
    /// <summary>How long one attempt of a request may take, answer read to its end. One second to ten minutes; 60 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a request may take with all its attempts and the waits between them. One second to one hour; five minutes by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Attempts after the first. 0 to 20; 5 by default.</summary>
    [Range(0, 20)]
    public int MaxRetries { get; set; } = 5;

    /// <summary>The first wait between attempts, doubled each time and spread at random. One millisecond to one minute; one second by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest of those waits. One millisecond to ten minutes; 30 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest wait asked for by a store (<c>Retry-After</c>) that is waited out inside a request. A store that asks for more is obeyed by giving up
    /// and handing the wait to the caller (<see cref="StoreException.RetryAfter"/>). Zero to one hour; two minutes by default.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long a platform is left alone whose rule is to stop when it asks for fewer requests without saying for how long. One millisecond to ten minutes; one minute by default.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan UnnamedWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Share of failed attempts that opens an integration's circuit. 0.1 to 1; 0.8 by default.</summary>
    [Range(0.1, 1.0)]
    public double CircuitFailureRatio { get; set; } = 0.8;

    /// <summary>Attempts within <see cref="CircuitSampling"/> before the circuit may open. 2 to 1,000; 10 by default.</summary>
    [Range(2, 1_000)]
    public int CircuitMinimumAttempts { get; set; } = 10;

    /// <summary>The time over which failures are counted. One second to one hour; five minutes by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan CircuitSampling { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an open circuit lets nothing through. One second to one hour; one minute by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan CircuitBreak { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The largest answer read, in bytes after decompression. 1 KB to 1 GB; 32 MB by default.</summary>
    [Range(1_024, 1_073_741_824)]
    public int MaxAnswerBytes { get; set; } = 32 * 1_024 * 1_024;

    /// <summary>How long a connection, TLS included, may take. One second to one minute; ten seconds by default. Real time, not the injected clock's.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a whole verification may take. One second to two minutes; 20 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan VerifyTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long one request of a verification may take; it is not tried again. One second to one minute; eight seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan VerifyAttemptTimeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>For development: stores on this machine may be spoken to, also over plain http. False by default. No other private address is ever allowed.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>How the connectors introduce themselves.</summary>
    [Required]
    [RegularExpression("^[A-Za-z0-9._-]{1,64}/[A-Za-z0-9._-]{1,32}$")]
    public string UserAgent { get; set; } = "Icomm.Actors/1.0";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AttemptTimeout > TotalTimeout)
            yield return new ValidationResult($"{nameof(AttemptTimeout)} must not exceed {nameof(TotalTimeout)}.", [nameof(AttemptTimeout)]);
        if (RetryDelay > MaxRetryDelay)
            yield return new ValidationResult($"{nameof(RetryDelay)} must not exceed {nameof(MaxRetryDelay)}.", [nameof(RetryDelay)]);
        if (VerifyAttemptTimeout > VerifyTimeout)
            yield return new ValidationResult($"{nameof(VerifyAttemptTimeout)} must not exceed {nameof(VerifyTimeout)}.", [nameof(VerifyAttemptTimeout)]);
    }
}
