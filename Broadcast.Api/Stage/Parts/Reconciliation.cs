namespace Broadcast.Api.Stage.Parts;

/// <summary>
/// Brings what is to where it is wanted, one pass at a time. Whoever has changed what is wanted asks for a pass and may wait for it;
/// those who ask while a pass runs share the next one. For one thread, such as a grain's.
/// </summary>
/// <param name="pass">Looks at what is wanted and does it. What it throws is <paramref name="failed"/>'s.</param>
internal sealed class Reconciliation(Func<Task> pass, Action<Exception> failed)
{
    private Task current = Task.CompletedTask;
    private Task? next;

    /// <summary>Completes after a pass that begins from now on, whatever came of it.</summary>
    public Task RunAsync() => next ??= RunAfterAsync(current);

    private async Task RunAfterAsync(Task before)
    {
        await before;
        // Whoever asks in the same breath shares this pass.
        await Task.Yield();
        (current, next) = (next!, null);
        try
        {
            await pass();
        }
        catch (Exception failure)
        {
            failed(failure);
        }
    }
}
