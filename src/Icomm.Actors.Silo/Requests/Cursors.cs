using System.Globalization;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Requests;

/// <summary>Cursors that are numbers, and the answer to those that are not.</summary>
internal static class Cursors
{
    /// <param name="number">Null without a cursor.</param>
    public static bool TryReadNumber(string? cursor, out long? number)
    {
        number = null;
        if (cursor is null)
            return true;
        if (!long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var read))
            return false;
        number = read;
        return true;
    }

    public static ProblemHttpResult Invalid() => ApiProblem.Invalid("cursor_invalid", "The cursor is not one of this list.", "Use nextCursor of the page before.");
}
