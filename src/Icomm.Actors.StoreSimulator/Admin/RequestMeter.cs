namespace Icomm.Actors.StoreSimulator.Admin;

/// <summary>
/// Counts requests, the most that were answered at one moment, and keeps the last ones. A request counts as being answered until its handler returns;
/// handlers that fit a page into a buffer return before its last byte leaves, so a client that sends one request after another is never seen as two. One whose connection is cut is over
/// before the client can notice (<see cref="Cut"/>), whenever its handler returns.
/// </summary>
internal sealed class RequestMeter(TimeProvider clock, int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<RequestRecord> _last = new();
    private readonly Dictionary<int, long> _byStatus = [];
    private long _requests;
    private int _inFlight;
    private int _most;

    /// <summary>Call it before a connection is cut: the request is over then.</summary>
    public static void Cut(HttpContext context)
    {
        if (context.Items.Remove(typeof(RequestMeter), out var meter))
            ((RequestMeter)meter!).Leave();
    }

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var at = clock.GetUtcNow();
        long number;
        int concurrent;
        lock (_gate)
        {
            number = ++_requests;
            concurrent = ++_inFlight;
            _most = Math.Max(_most, concurrent);
        }

        context.Items[typeof(RequestMeter)] = this;
        var answered = false;
        try
        {
            await next(context);
            answered = true;
        }
        finally
        {
            var status = answered && !context.RequestAborted.IsCancellationRequested ? context.Response.StatusCode : 0;
            var query = context.Request.QueryString.Value ?? "";
            var record = new RequestRecord(number, at, context.Request.Method, context.Request.Path, query, status, concurrent);
            Cut(context);
            lock (_gate)
            {
                _byStatus[status] = _byStatus.GetValueOrDefault(status) + 1;
                _last.Enqueue(record);
                if (_last.Count > capacity) _last.Dequeue();
            }
        }
    }

    private void Leave()
    {
        lock (_gate) _inFlight--;
    }

    /// <summary>The last requests answered, oldest first.</summary>
    public IReadOnlyList<RequestRecord> Last()
    {
        lock (_gate) return [.. _last];
    }

    public SimulatorStatistics Read(long faultsFired)
    {
        lock (_gate) return new SimulatorStatistics(_requests, _most, faultsFired, new SortedDictionary<int, long>(_byStatus));
    }

    public void Reset()
    {
        lock (_gate)
        {
            _requests = 0;
            _most = _inFlight;
            _byStatus.Clear();
            _last.Clear();
        }
    }
}
