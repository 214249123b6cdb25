using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Compliance;

[GenerateSerializer]
[Alias("compliance.Note")]
public sealed record Note
{
    [Id(0)]
    public string Text { get; init; } = "";
}

/// <summary>What a caller learns of a state.</summary>
[GenerateSerializer]
[Alias("compliance.NoteView")]
public sealed record NoteView(string Text, bool Exists, string? Etag, string TextAtActivation);

/// <summary>A grain with a stored record.</summary>
[Alias("compliance.IStateGrain")]
public interface IStateGrain : IGrainWithStringKey
{
    [Alias("Read")]
    Task<NoteView> Read();

    [Alias("Write")]
    Task Write(string text);

    [Alias("Clear")]
    Task Clear();

    [Alias("Reload")]
    Task<NoteView> Reload();

    /// <summary>Writes and swallows a conflict.</summary>
    [Alias("TryWrite")]
    Task<bool> TryWrite(string text);

    [Alias("WriteThrough")]
    Task WriteThrough(string other, string text);

    [Alias("Deactivate")]
    Task Deactivate();

    [Alias("Who")]
    Task<Guid> Who();
}

public sealed class StateGrain(Stage stage, [PersistentState("note", "store")] IPersistentState<Note> note) : Grain, IStateGrain
{
    private readonly Guid _identity = Guid.NewGuid();
    private string _atActivation = "not activated";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _atActivation = note.State.Text;
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        stage.Log(this.GetPrimaryKeyString()).Add($"deactivated: {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<NoteView> Read() => Task.FromResult(View());

    public async Task Write(string text)
    {
        note.State = new Note { Text = text };
        await note.WriteStateAsync();
    }

    public Task Clear() => note.ClearStateAsync();

    public async Task<NoteView> Reload()
    {
        await note.ReadStateAsync();
        return View();
    }

    public async Task<bool> TryWrite(string text)
    {
        try
        {
            await Write(text);
            return true;
        }
        catch (Orleans.Storage.InconsistentStateException)
        {
            return false;
        }
    }

    public Task WriteThrough(string other, string text) => GrainFactory.GetGrain<IStateGrain>(other).Write(text);

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<Guid> Who() => Task.FromResult(_identity);

    private NoteView View() => new(note.State.Text, note.RecordExists, note.Etag, _atActivation);
}
