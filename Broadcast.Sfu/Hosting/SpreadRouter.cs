using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Hosting;

/// <summary>A router of the node with the workers it has been spread over, and which producers were piped there. Safe for all threads.</summary>
/// <param name="Request">That opened it, and opens its like on other workers.</param>
/// <param name="Origin">The worker of its presenters.</param>
internal sealed record SpreadRouter(CreateRouter Request, int Origin)
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, Branch> branches = [];
    private readonly HashSet<int> workers = [];

    public IReadOnlyList<Branch> Branches
    {
        get
        {
            lock (gate)
                return [.. branches.Values];
        }
    }

    /// <summary>Every worker that there has been a branch on: one that is gone may still be closing there.</summary>
    public IReadOnlyList<int> Workers
    {
        get
        {
            lock (gate)
                return [.. workers];
        }
    }

    /// <summary>The branch on a worker; whoever asks first begins to open it.</summary>
    public Branch GetOrOpen(int worker, Func<Branch, Task<ControlError?>> open)
    {
        lock (gate)
        {
            if (branches.TryGetValue(worker, out var branch))
                return branch;
            workers.Add(worker);
            branches.Add(worker, branch = new Branch(worker));
            branch.Opened = open(branch);
            return branch;
        }
    }

    public Branch? Take(int worker)
    {
        lock (gate)
            return branches.Remove(worker, out var branch) ? branch : null;
    }

    /// <returns>False if it has been taken before.</returns>
    public bool Take(Branch branch)
    {
        lock (gate)
            return branches.GetValueOrDefault(branch.Worker) == branch && branches.Remove(branch.Worker);
    }

    /// <summary>The router on one further worker, at the other end of a pipe.</summary>
    internal sealed class Branch(int worker)
    {
        private readonly Lock gate = new();
        private readonly Dictionary<ProducerId, Task<ControlError?>> producers = [];

        public int Worker => worker;

        /// <summary>The pipe's end at the origin.</summary>
        public TransportId OriginEnd { get; } = new($"pipe-{Guid.NewGuid():N}");

        /// <summary>The pipe's end on the branch's worker.</summary>
        public TransportId BranchEnd { get; } = new($"pipe-{Guid.NewGuid():N}");

        /// <summary>Completes when the pipe is connected: with null, or with what was refused.</summary>
        public Task<ControlError?> Opened { get; set; } = Task.FromResult<ControlError?>(null);

        /// <summary>Completes when a producer is piped: with null, or with what was refused; whoever asks first begins it.</summary>
        public Task<ControlError?> GetOrPipe(ProducerId producer, Func<Task<ControlError?>> pipe)
        {
            lock (gate)
            {
                if (producers.TryGetValue(producer, out var begun))
                    return begun;
                return producers[producer] = pipe();
            }
        }

        /// <returns>Null if the producer is not piped here.</returns>
        public Task<ControlError?>? Find(ProducerId producer)
        {
            lock (gate)
                return producers.GetValueOrDefault(producer);
        }

        public void Forget(ProducerId producer)
        {
            lock (gate)
                producers.Remove(producer);
        }
    }
}
