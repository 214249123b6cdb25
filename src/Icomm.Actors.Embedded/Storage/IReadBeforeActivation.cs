namespace Icomm.Actors.Embedded;

/// <summary>A state that is read before <c>OnActivateAsync</c>.</summary>
internal interface IReadBeforeActivation
{
    Task ReadAsync();
}
