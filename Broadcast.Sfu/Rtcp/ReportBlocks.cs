namespace Broadcast.Sfu.Rtcp;

/// <summary>The report blocks of a sender or receiver report, read as they are asked for.</summary>
public readonly ref struct ReportBlocks
{
    private readonly ReadOnlySpan<byte> bytes;

    internal ReportBlocks(ReadOnlySpan<byte> bytes) => this.bytes = bytes;

    public int Count => bytes.Length / ReportBlock.Length;

    public ReportBlock this[int index] => ReportBlock.Read(bytes[(index * ReportBlock.Length)..]);
}
