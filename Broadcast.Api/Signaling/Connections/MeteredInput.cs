using System.Buffers;
using System.IO.Pipelines;

namespace Broadcast.Api.Signaling.Connections;

/// <summary>What comes from one connection: counted as it comes, and watched for messages that do not end. Read by one at a time.</summary>
internal sealed class MeteredInput(PipeReader pipe, GuestConnection guest) : PipeReader
{
    private ReadOnlySequence<byte> read;
    private long kept;
    private bool isRestAwaited;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        Count(await pipe.ReadAsync(cancellationToken));

    public override bool TryRead(out ReadResult result)
    {
        if (!pipe.TryRead(out result))
            return false;
        Count(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        kept = read.Slice(consumed).Length;
        Watch(isProgress: kept < read.Length);
        read = default;
        pipe.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => pipe.CancelPendingRead();

    public override void Complete(Exception? exception = null) => pipe.Complete(exception);

    private void Watch(bool isProgress)
    {
        if (kept > 0 && (isProgress || !isRestAwaited))
            guest.AwaitRest();
        else if (kept == 0 && isRestAwaited)
            guest.HasRest();
        isRestAwaited = kept > 0;
    }

    private ReadResult Count(ReadResult result)
    {
        read = result.Buffer;
        var arrived = read.Length - kept;
        kept = read.Length;
        if (arrived > 0)
            guest.Received(arrived);
        return result;
    }
}
