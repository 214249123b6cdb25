namespace Icomm.Actors.Embedded;

/// <summary>A list of requests linked through themselves, so that an idle activation pays two pointers for it.</summary>
internal struct RequestList
{
    private GrainRequest? _last;

    public GrainRequest? First { get; private set; }

    public readonly bool IsEmpty => First is null;

    public void Add(GrainRequest request)
    {
        request.Previous = _last;
        if (_last is null)
        {
            First = request;
        }
        else
        {
            _last.Next = request;
        }

        _last = request;
    }

    public void Remove(GrainRequest request)
    {
        if (request.Previous is null)
        {
            First = request.Next;
        }
        else
        {
            request.Previous.Next = request.Next;
        }

        if (request.Next is null)
        {
            _last = request.Previous;
        }
        else
        {
            request.Next.Previous = request.Previous;
        }

        request.Next = request.Previous = null;
    }

    /// <summary>Empties the list.</summary>
    public List<GrainRequest> Drain()
    {
        var all = new List<GrainRequest>();
        while (First is { } request)
        {
            Remove(request);
            all.Add(request);
        }

        return all;
    }
}
