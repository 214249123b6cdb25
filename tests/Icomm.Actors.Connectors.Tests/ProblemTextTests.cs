using System.Net;
using System.Reflection;
using Icomm.Actors.Connectors.Vtex;
using Icomm.Actors.Domain;

namespace Icomm.Actors.Connectors.Tests;

/// <summary>Whatever a connector says is wrong, it says in each language of the product. Every factory of problems is asked, whichever folder it lies in.</summary>
public sealed class ProblemTextTests
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly LocalizedText Told = new("told", "dicho", "dito");

    private static readonly StoreProblem Known = new("known", Told, Told);

    private static readonly object[] Samples =
    [
        "name", 7, 7L, true, TimeSpan.FromSeconds(7), new Uri("https://shop.example/admin"), new InvalidOperationException(), Told, VtexPermission.Feed, new[] { "first", "second" }, Known,
        new StoreException(Known, isTransient: true),
    ];

    [Fact]
    public void EveryProblemIsToldInThreeLanguages()
    {
        var problems = Problems().ToArray();

        // Far fewer would mean that they are made in another way by now, which this test does not see.
        Assert.InRange(problems.Select(problem => problem.Code).Distinct().Count(), 30, 200);
        Assert.All(problems, problem =>
        {
            Assert.Matches("^[a-z0-9_]+$", problem.Code);
            AssertTold(problem.Code, problem.Message);
            AssertTold(problem.Code, problem.Remedy);
        });
    }

    [Fact]
    public void AProblemsTextIsWhatIsWrongAndThenWhatToDo()
    {
        var problem = new StoreProblem("code", new("Wrong.", "Mal.", "Errado."), new("Mend it.", "Corregir.", "Corrigir."));
        Assert.Equal(new LocalizedText("Wrong. Mend it.", "Mal. Corregir.", "Errado. Corrigir."), problem.Text);
        Assert.Equal("GET /orders: Errado.", problem.About("GET /orders").Message.In("pt"));
        Assert.Equal("Wrong.", problem.Message.In("fr"));
    }

    private static void AssertTold(string code, LocalizedText text)
    {
        string[] told = [text.En, text.Es, text.Pt];
        Assert.True(told.All(each => each.Trim().Length >= 3) && told.Distinct().Count() == 3, $"{code} should be told in three languages: {string.Join(" | ", told)}");
    }

    private static IEnumerable<StoreProblem> Problems()
    {
        var types = typeof(StoreProblem).Assembly.GetTypes().Where(type => !type.ContainsGenericParameters);
        foreach (var type in types)
        {
            foreach (var field in type.GetFields(Static).Where(field => field.FieldType == typeof(StoreProblem)))
                yield return (StoreProblem)field.GetValue(null)!;
            foreach (var factory in type.GetMethods(Static).Where(method => method.ReturnType == typeof(StoreProblem) || method.ReturnType == typeof(StoreException)))
            {
                foreach (var arguments in Arguments(factory))
                {
                    if (factory.Invoke(null, arguments) is { } made)
                        yield return made as StoreProblem ?? ((StoreException)made).Problem;
                }
            }
        }
    }

    /// <returns>None for what rewords another problem or reads an answer; a set for each status where one is asked for.</returns>
    private static IEnumerable<object?[]> Arguments(MethodInfo factory)
    {
        var parameters = factory.GetParameters();
        if (parameters.Any(parameter => parameter.ParameterType == typeof(HttpStatusCode)))
            return Enum.GetValues<HttpStatusCode>().Distinct().Where(status => (int)status is >= 300 and < 600).Select(status => parameters.Select(parameter => parameter.ParameterType == typeof(HttpStatusCode) ? status : Sample(parameter)).ToArray());
        return parameters.All(parameter => IsOptional(parameter) || Sample(parameter) is not null) ? [[.. parameters.Select(Sample)]] : [];
    }

    private static object? Sample(ParameterInfo parameter) => parameter.Name == "code" ? "code" : Array.Find(Samples, (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType).IsInstanceOfType);

    private static bool IsOptional(ParameterInfo parameter) => Nullable.GetUnderlyingType(parameter.ParameterType) is not null;
}
