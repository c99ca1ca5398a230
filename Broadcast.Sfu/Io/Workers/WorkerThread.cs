using System.Collections.Concurrent;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Broadcast.Sfu.Io.Workers;

/// <summary>
/// Runs one <see cref="Worker"/> on a thread of its own: requests, a batch of datagrams, timeouts, one send, then waiting until
/// something comes or <see cref="Worker.NextTimeout"/>. A call of the worker that throws closes what it was about, is counted and goes
/// no further; what cannot be contained like that, such as a fault in closing or in the loop itself, ends the thread.
/// </summary>
public sealed partial class WorkerThread : IDatagramHandler, IDisposable
{
    /// <summary>A crowd's requests must not keep packets waiting either.</summary>
    private const int RequestsPerTurn = 16;

    private readonly ConcurrentQueue<PendingRequest> requests = new();
    private readonly TaskCompletionSource<Exception?> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WorkerSockets sockets;
    private readonly SendBatch output;
    private readonly Thread thread;
    private readonly int? core;
    private volatile bool stopping;
    private long turns;

    /// <param name="name">Of the thread, for debuggers and tops.</param>
    /// <param name="sockets">Owned from here on.</param>
    /// <param name="createWorker">Called at once, on the caller's thread.</param>
    /// <param name="notify">Called on the worker's thread; must not block.</param>
    /// <param name="core">Core to pin the thread to; null to leave it to the scheduler.</param>
    /// <param name="logger">Told of faults that were contained.</param>
    public WorkerThread(
        string name, WorkerSockets sockets, WorkerFactory createWorker, Action<WorkerNotification> notify, int? core = null, ILogger? logger = null)
    {
        Faults = new ContainedFaults(logger ?? NullLogger.Instance);
        this.sockets = sockets;
        this.core = core;
        output = new SendBatch(sockets);
        Worker = createWorker(sockets, Wake, notify);
        thread = new Thread(Run) { Name = name, IsBackground = true };
    }

    public Worker Worker { get; }

    public int Port => sockets.Port;

    /// <summary>Why there is no ICE-TCP although it was asked for; null otherwise.</summary>
    public string? TcpRefusal => sockets.TcpRefusal;

    /// <summary>Kernel buffers as granted.</summary>
    public SocketBuffers Buffers => sockets.Buffers;

    public SocketCounters Counters => sockets.Counters;

    public ContainedFaults Faults { get; }

    /// <summary>Times round the loop so far; stands still while the thread sleeps, or hangs. From any thread.</summary>
    public long Turns => Volatile.Read(ref turns);

    /// <summary>Completes when the thread has ended: with null after <see cref="Stop"/>, with what the worker threw otherwise.</summary>
    public Task<Exception?> Ended => ended.Task;

    public void Start() => thread.Start();

    /// <summary>Queues a request; they are carried out in the order in which they were queued.</summary>
    /// <returns>The worker's answer, or <see cref="ControlErrorCode.InvalidState"/> if its thread ends before.</returns>
    public Task<ControlResponse> RequestAsync(WorkerRequest request)
    {
        var pending = new PendingRequest(request);
        requests.Enqueue(pending);
        if (ended.Task.IsCompleted)
            RefuseRequests();
        else
            sockets.Wake();
        return pending.Response;
    }

    /// <summary>Ends the thread's wait. From any thread, also after the end.</summary>
    public void Wake()
    {
        try
        {
            sockets.Wake();
        }
        catch (ObjectDisposedException)
        {
            // Another worker wrote to this one's pipe while this one was being closed.
        }
    }

    /// <summary>Ends the thread after the requests that are queued.</summary>
    public void Stop()
    {
        stopping = true;
        if (!ended.Task.IsCompleted)
            sockets.Wake();
    }

    /// <summary>Stops, waits for the thread and closes the sockets.</summary>
    public void Dispose()
    {
        Stop();
        if (thread.IsAlive)
            thread.Join();
        sockets.Dispose();
    }

    private void Run()
    {
        if (core is { } number)
            CpuAffinity.TryPin(number);
        Exception? fault = null;
        try
        {
            while (!stopping)
                Turn();
            HandleRequests(atMost: int.MaxValue);
            output.Flush();
        }
        // Whatever could not be contained, its node has to learn of it.
        catch (Exception thrown)
        {
            fault = thrown;
        }
        ended.SetResult(fault);
        RefuseRequests();
    }

    private void Turn()
    {
        Volatile.Write(ref turns, turns + 1);
        HandleRequests(RequestsPerTurn);
        var now = MonotonicClock.Now;
        var isMoreWaiting = HandlePipes(now);
        if (Worker.NextTimeout <= now)
            HandleTimeout(now);
        Worker.AnnouncePipes();
        output.Flush();
        sockets.Receive(this, isMoreWaiting ? 0 : WaitMicroseconds());
    }

    private void HandleRequests(int atMost)
    {
        while (atMost-- > 0 && requests.TryDequeue(out var pending))
            Handle(pending);
    }

    private long WaitMicroseconds()
    {
        if (stopping || !requests.IsEmpty)
            return 0;
        return Worker.NextTimeout == Instant.Never ? -1 : Math.Max(0, Worker.NextTimeout.Since(MonotonicClock.Now));
    }

    private void RefuseRequests()
    {
        while (requests.TryDequeue(out var pending))
            pending.Refuse();
    }

    private sealed class PendingRequest(WorkerRequest request)
    {
        private readonly TaskCompletionSource<ControlResponse> response = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public WorkerRequest Request => request;

        public Task<ControlResponse> Response => response.Task;

        public void Answer(ControlResponse answer) => response.SetResult(answer);

        public void Refuse() => Answer(new ControlError(ControlErrorCode.InvalidState, "The worker has stopped."));
    }
}
