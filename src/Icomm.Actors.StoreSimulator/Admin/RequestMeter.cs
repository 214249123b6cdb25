using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace Icomm.Actors.StoreSimulator.Admin;

/// <summary>
/// Counts requests, the most that were answered at one moment, and keeps the last ones. A request counts as being answered until its handler returns;
/// handlers that fit a page into a buffer return before its last byte leaves, so a client that sends one request after another is never seen as two. One whose connection we cut is over
/// before the client can notice (<see cref="Cut"/>), and one whose client hung up is over for the next that arrives, whenever the handler notices.
/// </summary>
internal sealed class RequestMeter(TimeProvider clock, int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<RequestRecord> _last = new();
    private readonly Dictionary<int, long> _byStatus = [];

    /// <summary>The requests being answered, each with the socket it came by.</summary>
    private readonly Dictionary<HttpContext, Socket?> _inFlight = new(ReferenceEqualityComparer.Instance);

    private long _requests;
    private int _most;

    /// <summary>Call it before a connection is cut: the request is over then.</summary>
    public static void Cut(HttpContext context)
    {
        if (context.Items.Remove(typeof(RequestMeter), out var meter))
            ((RequestMeter)meter!).Leave(context);
    }

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var at = clock.GetUtcNow();
        long number;
        int concurrent;
        lock (_gate)
        {
            number = ++_requests;
            ForgetAbandoned();
            _inFlight.Add(context, context.Features.Get<IConnectionSocketFeature>()?.Socket);
            concurrent = _inFlight.Count;
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

    private void Leave(HttpContext context)
    {
        lock (_gate) _inFlight.Remove(context);
    }

    /// <summary>The system knows of a connection's end before its handler does: a client may well hang up, connect again and ask before this process has run once.</summary>
    private void ForgetAbandoned()
    {
        foreach (var (context, socket) in _inFlight)
        {
            if (socket is not null && HasHungUp(socket)) _inFlight.Remove(context);
        }
    }

    private static bool HasHungUp(Socket socket)
    {
        try
        {
            // Readable without a byte to read: the other side has closed.
            return socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;
        }
        catch (Exception gone) when (gone is ObjectDisposedException or SocketException)
        {
            return true;
        }
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
            _most = _inFlight.Count;
            _byStatus.Clear();
            _last.Clear();
        }
    }
}
