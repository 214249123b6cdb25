using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>A constructor parameter that the engine gives, rather than the services: a state or the activation itself.</summary>
/// <param name="Type">The parameter's type.</param>
/// <param name="Create">Makes the argument for an activation.</param>
internal sealed record GrainParameter(Type Type, Func<Activation, object> Create);

/// <summary>Finds the parameters of a grain class's constructor that the engine gives.</summary>
internal static class GrainParameters
{
    public static GrainParameter[] Of(Type grainClass)
    {
        var constructors = grainClass.GetConstructors();
        var chosen = constructors.FirstOrDefault(each => each.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)))
            ?? constructors.MaxBy(each => each.GetParameters().Length)
            ?? throw new OrleansConfigurationException($"Grain class {grainClass} has no public constructor");
        return [.. chosen.GetParameters().Select(Of).OfType<GrainParameter>()];
    }

    private static GrainParameter? Of(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(IGrainContext))
        {
            return new(typeof(IGrainContext), static activation => activation);
        }

        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is not { } attribute)
        {
            return null;
        }

        if (!parameter.ParameterType.IsGenericType || parameter.ParameterType.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new OrleansConfigurationException($"{parameter.Member.DeclaringType}: [PersistentState] is for parameters of type IPersistentState<T>");
        }

        var create = typeof(GrainParameters)
            .GetMethod(nameof(State), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(parameter.ParameterType.GetGenericArguments())
            .CreateDelegate<Func<PersistentStateAttribute, Func<Activation, object>>>();
        return new(parameter.ParameterType, create(attribute));
    }

    private static Func<Activation, object> State<T>(PersistentStateAttribute attribute) =>
        activation => new PersistentState<T>(
            activation, activation.Silo.StateSource<T>(attribute.StateName, attribute.StorageName));
}
