using System.Reflection;
using Icomm.Actors.Testing.Postgres;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("Icomm.Actors.Persistence.Tests.Postgres.PostgresTestFramework", "Icomm.Actors.Persistence.Tests")]

namespace Icomm.Actors.Persistence.Tests.Postgres;

/// <summary>The tests of the class run where there is a PostgreSQL server to be had, and are skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NeedsPostgresAttribute : Attribute;

/// <summary>Skips what <see cref="NeedsPostgresAttribute"/> says: the compliance suites are the same facts for both databases, so no fact itself can tell.</summary>
public sealed class PostgresTestFramework(IMessageSink messages) : XunitTestFramework(messages)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) => new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assemblyName, ISourceInformationProvider sources, IMessageSink messages) : XunitTestFrameworkExecutor(assemblyName, sources, messages)
    {
        protected override void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions) =>
            base.RunTestCases(PostgresServer.WhyNone is { } reason ? testCases.Select(test => Needs(test) ? Skipped(test, reason) : test).ToArray() : testCases, executionMessageSink, executionOptions);

        private static bool Needs(IXunitTestCase test) => test.TestMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsPostgresAttribute)).Any();

        private XunitTestCase Skipped(IXunitTestCase test, string reason) => new SkippedTestCase(DiagnosticMessageSink, test, reason);
    }

    private sealed class SkippedTestCase : XunitTestCase
    {
        private readonly string _reason;
        private readonly string _id;

        public SkippedTestCase(IMessageSink messages, IXunitTestCase test, string reason)
            : base(messages, TestMethodDisplay.ClassAndMethod, TestMethodDisplayOptions.None, test.TestMethod, test.TestMethodArguments) => (_reason, _id) = (reason, test.UniqueID);

        [Obsolete("For xunit, which makes test cases from their serialized form; this one never has one.")]
        public SkippedTestCase() => (_reason, _id) = ("", "");

        protected override string GetSkipReason(IAttributeInfo factAttribute) => _reason;

        protected override string GetUniqueID() => _id;
    }
}
