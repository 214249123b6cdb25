namespace Icomm.Actors.Testing.Grains.Shops;

/// <summary>Sees every request that is made of the shops, and keeps the promise in view that an integration makes one at a time.</summary>
public sealed class RequestWatch
{
    private readonly Lock _gate = new();
    private readonly List<Request> _underWay = [];
    private readonly List<string> _violations = [];
    private int _requests;

    /// <summary>Requests made so far.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Each case of two requests at a time.</summary>
    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (_gate)
                return [.. _violations];
        }
    }

    /// <summary>The process behind this connector died, and its connections with it.</summary>
    public void CallerDied(object caller)
    {
        lock (_gate)
            _underWay.RemoveAll(request => ReferenceEquals(request.Caller, caller));
    }

    internal IDisposable Begin(string integration, object caller, string what)
    {
        var request = new Request(this, integration, caller, what);
        lock (_gate)
        {
            _requests++;
            if (_underWay.Find(other => other.Integration == integration) is { } other)
                _violations.Add($"{integration} asks for {what} while its request for {other.What} is under way");
            _underWay.Add(request);
        }

        return request;
    }

    private sealed class Request(RequestWatch watch, string integration, object caller, string what) : IDisposable
    {
        public string Integration => integration;

        public object Caller => caller;

        public string What => what;

        public void Dispose()
        {
            lock (watch._gate)
                watch._underWay.Remove(this);
        }
    }
}
