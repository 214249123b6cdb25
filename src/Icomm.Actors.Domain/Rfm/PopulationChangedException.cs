namespace Icomm.Actors.Domain.Rfm;

/// <summary>The passes of a search didn't see the same population, so the ranks can't be found exactly: begin again. Code <c>rfm_population_changed</c>.</summary>
public sealed class PopulationChangedException()
    : DomainException("rfm_population_changed", "customers changed between two passes over the population: the search has to begin again");
