using System.Buffers;
using System.IO.Pipelines;

namespace Broadcast.Api.Signaling.Connections;

/// <summary>What comes from one connection, counted as it comes. Read by one at a time.</summary>
/// <param name="pipe">What is read from.</param>
/// <param name="received">Is told how many bytes are new.</param>
sealed class MeteredInput(PipeReader pipe, Action<long> received) : PipeReader
{
    ReadOnlySequence<byte> read;
    long kept;

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
        read = default;
        pipe.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => pipe.CancelPendingRead();

    public override void Complete(Exception? exception = null) => pipe.Complete(exception);

    ReadResult Count(ReadResult result)
    {
        read = result.Buffer;
        var arrived = read.Length - kept;
        kept = read.Length;
        if (arrived > 0)
            received(arrived);
        return result;
    }
}
