using System.IO.Pipelines;

namespace Broadcast.Api.Signaling.Connections;

/// <summary>
/// What the hub writes to one connection. Whoever writes never waits: the transport's pipe is the queue, and once that is full the
/// connection is cut and the rest thrown away. Written to by one at a time.
/// </summary>
/// <param name="pipe">Its pause threshold is the bound.</param>
/// <param name="cut">Called once, when the bound is reached.</param>
internal sealed class BoundedOutput(PipeWriter pipe, Action cut) : PipeWriter
{
    private const int ScratchLength = 4096;

    private bool isCut;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (isCut)
            return Ended;
        var flush = pipe.FlushAsync(cancellationToken);
        if (flush.IsCompleted)
            return flush;
        // Nobody waits for it; it completes when the cut connection's pipe does.
        _ = flush.AsTask();
        isCut = true;
        cut();
        return Ended;
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => isCut ? Scratch(sizeHint) : pipe.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => isCut ? Scratch(sizeHint) : pipe.GetSpan(sizeHint);

    public override void Advance(int bytes)
    {
        if (!isCut)
            pipe.Advance(bytes);
    }

    public override void CancelPendingFlush() => pipe.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => pipe.Complete(exception);

    private static ValueTask<FlushResult> Ended => new(new FlushResult(isCanceled: false, isCompleted: true));

    private static byte[] Scratch(int sizeHint) => new byte[Math.Max(sizeHint, ScratchLength)];
}
