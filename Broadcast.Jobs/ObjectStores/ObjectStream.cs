namespace Broadcast.Jobs.ObjectStores;

/// <summary>
/// An object of any store as a seekable stream: the store is asked when first read after a seek, for the rest of the object from
/// there. So a ranged answer fetches its range and no more than the store sends ahead.
/// </summary>
public sealed class ObjectStream(IObjectStore store, StoredObject stored) : Stream
{
    private Stream? current;
    private long position;

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => stored.Bytes;

    public override long Position
    {
        get => position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position >= Length || buffer.IsEmpty)
            return 0;
        current ??= await OpenAsync(cancellationToken);
        var read = await current.ReadAsync(buffer, cancellationToken);
        if (read == 0)
            throw new EndOfStreamException($"{stored.Key} ended at byte {position} of {Length}.");
        position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = offset + origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => position,
            _ => Length,
        };
        ArgumentOutOfRangeException.ThrowIfNegative(target, nameof(offset));
        if (target != position)
            DropCurrent();
        return position = target;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            DropCurrent();
        base.Dispose(disposing);
    }

    private async Task<Stream> OpenAsync(CancellationToken ct) =>
        await store.OpenReadAsync(stored.Key, new ByteRange(position, Length - position), ct)
        ?? throw new ObjectStoreException($"{stored.Key} is no longer in the store.");

    private void DropCurrent()
    {
        current?.Dispose();
        current = null;
    }
}
