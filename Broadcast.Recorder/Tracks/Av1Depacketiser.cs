using Broadcast.Recorder.Matroska;
using Broadcast.Sfu.Codecs;

namespace Broadcast.Recorder.Tracks;

/// <summary>
/// AV1: OBU elements (AV1 RTP specification §4.4) put together to OBUs that carry their size, without temporal delimiters, as
/// Matroska wants them. The first sequence header becomes the track's <c>av1C</c> (AV1 in ISOBMFF §2.3).
/// </summary>
internal sealed class Av1Depacketiser : Depacketiser
{
    private const int SequenceHeader = 1;
    private const int TemporalDelimiter = 2;
    private const int TileList = 8;
    private const int Padding = 15;
    private const byte HasExtension = 0x04;
    private const byte HasSize = 0x02;

    private readonly FrameBuffer unit = new();
    private byte[] sequenceUnit = [];
    private Av1SequenceHeader sequence;
    private bool isContinued;

    public override void BeginFrame(bool isBehindLoss)
    {
        base.BeginFrame(isBehindLoss);
        unit.Clear();
        isContinued = false;
    }

    public override bool TryAppend(ReadOnlySpan<byte> payload, FrameBuffer frame)
    {
        if (!Av1Payload.TryParse(payload, out var av1) || av1.ContinuesObu != isContinued)
            return false;
        IsKeyFrame |= av1.IsKeyFrame;
        var elements = payload[1..];
        for (var index = 1; !elements.IsEmpty; index++)
        {
            if (!TryTakeElement(ref elements, isLast: index == av1.Elements, out var element))
                return false;
            unit.Append(element);
            isContinued = elements.IsEmpty && av1.IsContinued;
            if (!isContinued && !TryEndUnit(frame))
                return false;
        }
        return true;
    }

    public override bool TryEndFrame(FrameBuffer frame) => !isContinued && frame.Length > 0;

    public override MatroskaTrack? Describe()
    {
        if (sequenceUnit.Length == 0)
            return null;
        // 8 bits in 4:2:0, which is all that browsers send; a decoder goes by the sequence header after it.
        const byte subsampledBothWays = 0x0C;
        byte[] av1C =
        [
            0x81,
            (byte)(sequence.Profile << 5 | sequence.Level),
            (byte)((sequence.IsHighTier ? 0x80 : 0) | subsampledBothWays),
            0,
            .. sequenceUnit,
        ];
        return new MatroskaTrack(Codec.Av1, av1C, Size, Channels: 0);
    }

    private static bool TryTakeElement(ref ReadOnlySpan<byte> elements, bool isLast, out ReadOnlySpan<byte> element)
    {
        element = elements;
        if (isLast)
        {
            elements = default;
            return true;
        }
        if (!TryReadLength(ref elements, out var length) || length == 0 || length > elements.Length)
            return false;
        element = elements[..length];
        elements = elements[length..];
        return true;
    }

    private bool TryEndUnit(FrameBuffer frame)
    {
        var isTaken = TryTakeUnit(unit.Written, frame);
        unit.Clear();
        return isTaken;
    }

    private bool TryTakeUnit(ReadOnlySpan<byte> obu, FrameBuffer frame)
    {
        var type = obu[0] >> 3 & 0x0F;
        if (type is TemporalDelimiter or TileList or Padding)
            return true;
        var headerLength = (obu[0] & HasExtension) != 0 ? 2 : 1;
        if (obu.Length < headerLength)
            return false;
        var body = obu[headerLength..];
        if ((obu[0] & HasSize) != 0 && (!TryReadLength(ref body, out var length) || length != body.Length))
            return false;
        var at = frame.Length;
        frame.AppendByte((byte)(obu[0] | HasSize));
        frame.Append(obu[1..headerLength]);
        AppendLength(frame, body.Length);
        frame.Append(body);
        return type != SequenceHeader || TryTakeSequence(body, frame.Written[at..]);
    }

    private bool TryTakeSequence(ReadOnlySpan<byte> body, ReadOnlySpan<byte> whole)
    {
        if (!Av1SequenceHeader.TryParse(body, out var parsed))
            return false;
        SetSize(parsed.Size);
        if (sequenceUnit.Length == 0)
            (sequence, sequenceUnit) = (parsed, whole.ToArray());
        else if (!whole.SequenceEqual(sequenceUnit))
            NoteChange();
        return true;
    }

    /// <summary>leb128() (AV1 bitstream specification §4.10.5), as far as a packet can need it.</summary>
    private static bool TryReadLength(ref ReadOnlySpan<byte> bytes, out int length)
    {
        const int maxBytes = 4;
        length = 0;
        for (var i = 0; i < Math.Min(maxBytes, bytes.Length); i++)
        {
            length |= (bytes[i] & 0x7F) << 7 * i;
            if ((bytes[i] & 0x80) != 0)
                continue;
            bytes = bytes[(i + 1)..];
            return true;
        }
        return false;
    }

    private static void AppendLength(FrameBuffer frame, int length)
    {
        for (; length >= 0x80; length >>= 7)
            frame.AppendByte((byte)(length | 0x80));
        frame.AppendByte((byte)length);
    }
}
