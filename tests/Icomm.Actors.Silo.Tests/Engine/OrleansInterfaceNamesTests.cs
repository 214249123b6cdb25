using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Silo.Engine;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Icomm.Actors.Silo.Tests.Engine;

public sealed class OrleansInterfaceNamesTests
{
    [Theory]
    [InlineData(typeof(ICustomerProfileGrain))]
    [InlineData(typeof(IIntegrationGrain))]
    [InlineData(typeof(INamedByAttribute))]
    [InlineData(typeof(IGeneric<string>))]
    public void NamesAreThoseThatOrleansGives(Type type)
    {
        var own = Resolver(_ => { }).GetGrainInterfaceType(type);
        var remembering = Resolver(OrleansInterfaceNames.AddTo);

        Assert.Equal(own, remembering.GetGrainInterfaceType(type));
        Assert.Equal(own, remembering.GetGrainInterfaceType(type));
    }

    private static GrainInterfaceTypeResolver Resolver(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection().AddSerializer().AddSingleton<GrainInterfaceTypeResolver>().AddSingleton<IGrainInterfaceTypeProvider, AttributeGrainInterfaceTypeProvider>();
        add(services);
        return services.BuildServiceProvider().GetRequiredService<GrainInterfaceTypeResolver>();
    }

    [GrainInterfaceType("named")]
    internal interface INamedByAttribute : IGrainWithStringKey;

    internal interface IGeneric<T> : IGrainWithStringKey;
}
