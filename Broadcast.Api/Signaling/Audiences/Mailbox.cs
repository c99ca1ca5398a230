using System.Threading.Channels;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>Handles what is posted one by one and in order. Who posts waits for nothing, whatever the handler does.</summary>
internal sealed class Mailbox<T>
{
    private readonly Channel<T> waiting;

    /// <param name="capacity">How many may wait.</param>
    /// <param name="handle">One item; the next comes when it is done.</param>
    /// <param name="failed">Is told of an item that threw; the next one is handled.</param>
    public Mailbox(int capacity, Func<T, Task> handle, Action<Exception> failed)
    {
        waiting = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { SingleReader = true });
        // Not in the name of the request that happened to open it.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(() => HandleAllAsync(handle, failed));
    }

    /// <returns>False if too many wait.</returns>
    public bool TryPost(T item) => waiting.Writer.TryWrite(item);

    private async Task HandleAllAsync(Func<T, Task> handle, Action<Exception> failed)
    {
        await foreach (var item in waiting.Reader.ReadAllAsync())
        {
            try
            {
                await handle(item);
            }
            catch (Exception failure)
            {
                failed(failure);
            }
        }
    }
}
