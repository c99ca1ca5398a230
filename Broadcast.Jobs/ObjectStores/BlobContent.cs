namespace Broadcast.Jobs.ObjectStores;

/// <summary>A blob on its way here, read once from its start to its end; where it breaks off, the store's own exception says why.</summary>
/// <param name="received">Disposed with this.</param>
/// <param name="explain">The store's exception for another; null if the store did not cause it.</param>
internal sealed class BlobContent(Stream received, Func<Exception, ObjectStoreException?> explain) : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await received.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (explain(e) is { } explained)
        {
            throw explained;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            received.Dispose();
        base.Dispose(disposing);
    }
}
