using System.Collections.Frozen;

namespace Icomm.Actors.Publishing;

/// <summary>The kinds of sink of this build, by <see cref="IContactSinkFactory.Type"/>.</summary>
public sealed class ContactSinkRegistry(IEnumerable<IContactSinkFactory> factories)
{
    private readonly FrozenDictionary<string, IContactSinkFactory> _byType =
        factories.ToFrozenDictionary(factory => factory.Type, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<IContactSinkFactory> All => _byType.Values;

    public IContactSinkFactory? Find(string type) => _byType.GetValueOrDefault(type);

    /// <inheritdoc cref="IContactSinkFactory.Create"/>
    public IContactSink Create(PublicationTarget target, DateOnly asOf) => Get(target.Type).Create(target, asOf);

    /// <inheritdoc cref="IContactSinkFactory.VerifyAsync"/>
    public async Task<PublishProblem?> VerifyAsync(PublicationTarget target, CancellationToken cancellationToken)
    {
        try
        {
            return await Get(target.Type).VerifyAsync(target, cancellationToken);
        }
        catch (PublishException failure)
        {
            return failure.Problem;
        }
    }

    /// <exception cref="PublishException">There is no such kind (<c>publish_type_unknown</c>).</exception>
    private IContactSinkFactory Get(string type) => Find(type) ?? throw PublishProblems.TypeUnknown(_byType.Keys.Order(StringComparer.Ordinal));
}
