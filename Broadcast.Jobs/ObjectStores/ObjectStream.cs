namespace Broadcast.Jobs.ObjectStores;

/// <summary>
/// An object of any store, or a head and several objects after it, as one seekable stream: the store is asked when an object is reached,
/// for the rest of it from there. So a ranged answer fetches its range and no more than the store sends ahead.
/// </summary>
internal sealed class ObjectStream : Stream
{
    private readonly IObjectStore store;
    private readonly byte[] head;
    private readonly IReadOnlyList<(ObjectKey Key, long Bytes)> parts;
    private readonly long[] starts;
    private Stream? current;
    private long currentEnd;
    private long position;

    public ObjectStream(IObjectStore store, StoredObject stored) : this(store, head: [], [(stored.Key, stored.Bytes)])
    {
    }

    public ObjectStream(IObjectStore store, byte[] head, IReadOnlyList<(ObjectKey Key, long Bytes)> parts)
    {
        (this.store, this.head, this.parts) = (store, head, parts);
        starts = new long[parts.Count];
        Length = head.Length;
        for (var i = 0; i < parts.Count; Length += parts[i++].Bytes)
            starts[i] = Length;
    }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length { get; }

    public override long Position
    {
        get => position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position >= Length || buffer.IsEmpty)
            return 0;
        var read = position < head.Length ? ReadHead(buffer.Span) : await ReadPartAsync(buffer, cancellationToken);
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

    private int ReadHead(Span<byte> buffer)
    {
        var rest = head.AsSpan((int)position);
        var length = Math.Min(rest.Length, buffer.Length);
        rest[..length].CopyTo(buffer);
        return length;
    }

    private async ValueTask<int> ReadPartAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (current is null || position == currentEnd)
            await OpenAsync(cancellationToken);
        var read = await current!.ReadAsync(buffer, cancellationToken);
        return read > 0 ? read : throw new EndOfStreamException($"An object ended at byte {position} of {Length} instead of at {currentEnd}.");
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        DropCurrent();
        var found = Array.BinarySearch(starts, position);
        var part = found >= 0 ? found : ~found - 1;
        var (key, bytes) = parts[part];
        var within = position - starts[part];
        current = await store.OpenReadAsync(key, new ByteRange(within, bytes - within), cancellationToken)
            ?? throw new ObjectStoreException($"{key} is no longer in the store.");
        currentEnd = starts[part] + bytes;
    }

    private void DropCurrent()
    {
        current?.Dispose();
        current = null;
    }
}
