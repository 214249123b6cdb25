using System.Reflection;
using Icomm.Actors.Abstractions.Integrations;

namespace Icomm.Actors.Grains.Tests;

/// <summary>
/// Whatever grains say to each other can travel between silos: Orleans starts no silo otherwise. The embedded engine passes objects as they are and would never notice.
/// </summary>
public sealed class MessageTypesTests
{
    private static readonly Assembly Abstractions = typeof(IIntegrationGrain).Assembly;

    /// <summary>What Orleans serializes by itself, of the namespaces that messages use.</summary>
    private static readonly HashSet<Type> BuiltIn =
    [
        typeof(object), typeof(void), typeof(string), typeof(bool), typeof(byte), typeof(int), typeof(long), typeof(double), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly),
        typeof(TimeOnly), typeof(TimeSpan), typeof(Uri), typeof(CancellationToken), typeof(Task), typeof(ValueTask),
    ];

    private static readonly string[] BuiltInGenerics = ["System.Threading.Tasks", "System.Collections.Immutable", "System.Collections.Generic", "System"];

    private static readonly HashSet<Type> Converted =
    [
        .. Abstractions.GetTypes()
            .SelectMany(type => type.GetInterfaces())
            .Where(each => each.IsGenericType && each.Name.StartsWith("IConverter", StringComparison.Ordinal))
            .Select(each => each.GetGenericArguments()[0]),
    ];

    [Fact]
    public void Everything_that_grains_are_told_and_answer_can_be_serialized()
    {
        var methods = Abstractions.GetTypes().Where(type => type.IsInterface && typeof(IGrain).IsAssignableFrom(type)).SelectMany(type => type.GetMethods()).ToArray();
        Assert.NotEmpty(methods);
        var problems = new SortedSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<Type>();
        foreach (var method in methods)
        {
            foreach (var type in method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType))
                Check(type, $"{method.DeclaringType!.Name}.{method.Name}");
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));

        void Check(Type type, string where)
        {
            if (type.IsArray)
            {
                Check(type.GetElementType()!, where);
                return;
            }

            if (BuiltIn.Contains(type) || Converted.Contains(type) || !seen.Add(type))
                return;
            if (type.IsGenericType && BuiltInGenerics.Contains(type.Namespace))
            {
                foreach (var argument in type.GetGenericArguments())
                    Check(argument, where);
                return;
            }

            if (type.GetCustomAttributes().All(attribute => attribute.GetType().Name != "GenerateSerializerAttribute"))
            {
                problems.Add($"{where} uses {type.FullName}, which has neither [GenerateSerializer] nor a converter.");
                return;
            }

            foreach (var member in type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Where(HasId))
                Check(member.PropertyType, type.Name);
            foreach (var member in type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Where(HasId))
                Check(member.FieldType, type.Name);
        }
    }

    private static bool HasId(MemberInfo member) => member.GetCustomAttributes().Any(attribute => attribute.GetType().Name == "IdAttribute");
}
