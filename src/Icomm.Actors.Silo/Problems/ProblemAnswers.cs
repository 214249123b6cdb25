namespace Icomm.Actors.Silo.Problems;

/// <summary>
/// Writes problems as the framework does, to those too who accept no JSON, as where a CSV is asked for: a refusal without its code would help nobody, and another type than the accepted one is allowed
/// (RFC 9110 §12.5.1). The framework's own service leaves them to a plain text, and an exception to a failure inside.
/// </summary>
internal sealed class ProblemAnswers(IEnumerable<IProblemDetailsWriter> writers) : IProblemDetailsService
{
    public ValueTask WriteAsync(ProblemDetailsContext context) => (writers.FirstOrDefault(writer => writer.CanWrite(context)) ?? writers.First()).WriteAsync(context);

    public async ValueTask<bool> TryWriteAsync(ProblemDetailsContext context)
    {
        await WriteAsync(context);
        return true;
    }
}
