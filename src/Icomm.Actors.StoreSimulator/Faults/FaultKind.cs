namespace Icomm.Actors.StoreSimulator.Faults;

/// <summary>How an answer goes wrong.</summary>
public enum FaultKind
{
    /// <summary>401, and every token given out so far really is void from now on.</summary>
    TokenExpired,

    /// <summary>403 with the platform's message about a missing permission.</summary>
    Forbidden,

    /// <summary>404 with the platform's message about a missing record.</summary>
    NotFound,

    /// <summary>429, with Retry-After in seconds or as a date when one is given.</summary>
    TooManyRequests,

    /// <summary>500 with the platform's internal error.</summary>
    ServerError,

    /// <summary>503 with an HTML page, as a proxy or a maintenance mode sends it, with Retry-After when one is given.</summary>
    UnavailableHtml,

    /// <summary>200 with an HTML page in place of JSON, as a login wall or a WAF challenge sends it.</summary>
    HtmlPage,

    /// <summary>The right answer, after a wait.</summary>
    Delay,

    /// <summary>No answer ever: the connection stays open until the client leaves.</summary>
    Hang,

    /// <summary>The request is carried out, then there is no answer ever, as with <see cref="Hang"/>.</summary>
    HangAfterwards,

    /// <summary>The connection is reset before a byte is sent.</summary>
    ConnectionReset,

    /// <summary>The request is carried out, then the connection is reset before a byte of the answer is sent.</summary>
    ConnectionResetAfterwards,

    /// <summary>Status 302 to the same address: asked again, the request is answered.</summary>
    RedirectHere,

    /// <summary>Status 302 to another host.</summary>
    RedirectElsewhere,

    /// <summary>Half of the promised body is sent, then the connection is reset.</summary>
    ConnectionResetMidBody,

    /// <summary>Status 200 and a complete HTTP answer, but its JSON stops in the middle.</summary>
    TruncatedJson,

    /// <summary>Status 200 and a complete HTTP answer, whose JSON is damaged in the middle.</summary>
    BrokenJson,

    /// <summary>A valid but very large answer (50 MB unless said otherwise).</summary>
    HugeAnswer,

    /// <summary>A list's first order has no id.</summary>
    OrderWithoutId,

    /// <summary>A list's first order has a created_at and updated_at that are no dates.</summary>
    OrderWithBadDate,

    /// <summary>A list's first order has a grand total of 1e400.</summary>
    OrderWithHugeAmount,

    /// <summary>A list's first order has no items.</summary>
    OrderWithoutItems,

    /// <summary>Every item of the page comes twice.</summary>
    DuplicateItems,

    /// <summary>The items of the page come in reverse order.</summary>
    ReorderedItems,

    /// <summary>The page before is sent in place of the asked one (the same page when it is the first).</summary>
    RepeatPreviousPage,

    /// <summary>A page without items, whose total_count says that there are some.</summary>
    EmptyPage,

    /// <summary>A batch is carried out, and its answer tells of one contact too few.</summary>
    ResponseMissing,

    /// <summary>A batch is carried out, and its answer tells of one contact too many.</summary>
    ResponseExtra,
}
