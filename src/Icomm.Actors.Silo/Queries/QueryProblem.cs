using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Queries;

/// <summary>Why a query can't be answered. Shows no value: it may be an e-mail.</summary>
/// <param name="Remedy">What would be right.</param>
internal sealed record QueryProblem(string Code, string Detail, string Remedy)
{
    public ProblemHttpResult ToResult() => ApiProblem.Invalid(Code, Detail, Remedy);
}
