namespace Broadcast.Api.Stage.Parts;

/// <summary>
/// What comes while something is being stored is stored together afterwards, in the order in which it came: many at once cost one
/// transaction and not many. Of one grain.
/// </summary>
/// <param name="most">How many are stored together at most.</param>
/// <param name="store">Stores all or none; gives for each, in the same order, what its caller waits for yet.</param>
internal sealed class StoredTogether<TItem, TAnswer>(int most, Func<IReadOnlyList<TItem>, Task<IReadOnlyList<Task<TAnswer>>>> store)
{
    private readonly Queue<Waiting> waiting = [];
    private Task storing = Task.CompletedTask;

    public async Task<TAnswer> AddAsync(TItem item)
    {
        var own = new Waiting(item);
        waiting.Enqueue(own);
        if (storing.IsCompleted)
            storing = StoreWaitingAsync();
        return await await own.Stored.Task;
    }

    private async Task StoreWaitingAsync()
    {
        while (waiting.Count > 0)
        {
            var together = new List<Waiting>();
            while (together.Count < most && waiting.TryDequeue(out var next))
                together.Add(next);
            try
            {
                var answers = await store([.. together.Select(each => each.Item)]);
                foreach (var (each, answer) in together.Zip(answers))
                    each.Stored.SetResult(answer);
            }
            catch (Exception failure)
            {
                foreach (var each in together)
                    each.Stored.TrySetException(failure);
            }
        }
    }

    private sealed class Waiting(TItem item)
    {
        public TItem Item => item;

        public TaskCompletionSource<Task<TAnswer>> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
