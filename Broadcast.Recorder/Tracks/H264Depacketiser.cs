using System.Buffers.Binary;
using Broadcast.Recorder.Matroska;
using Broadcast.Sfu.Codecs;

namespace Broadcast.Recorder.Tracks;

/// <summary>
/// H.264 in packetization mode 1 (RFC 6184 §5.6 to §5.8) to NAL units with four-byte lengths. Parameter sets go into the track's
/// <c>avcC</c> (ISO/IEC 14496-15 §5.3.3.1) and are left out of frames as long as they stay the same.
/// </summary>
public sealed class H264Depacketiser : Depacketiser
{
    private const int Idr = 5;
    private const int SequenceParameterSet = 7;
    private const int PictureParameterSet = 8;
    private const int AccessUnitDelimiter = 9;
    private const int StapA = 24;
    private const int FuA = 28;
    private const byte FuStart = 0x80;
    private const byte FuEnd = 0x40;

    private byte[] sequenceParameters = [];
    private byte[] pictureParameters = [];
    private int fragmentAt = -1;

    public override void BeginFrame()
    {
        base.BeginFrame();
        fragmentAt = -1;
    }

    public override bool BeginsFrame(ReadOnlySpan<byte> payload) => H264Payload.IsKeyFrame(payload);

    public override bool TryAppend(ReadOnlySpan<byte> payload, FrameBuffer frame)
    {
        if (payload.Length < 2)
            return false;
        var type = payload[0] & 0x1F;
        if (type != FuA && fragmentAt >= 0)
            return false;
        return type switch
        {
            FuA => TryAppendFragment(payload, frame),
            StapA => TryAppendUnits(payload[1..], frame),
            > 0 and < StapA => AppendUnit(payload, frame),
            _ => false,
        };
    }

    public override bool TryEndFrame(FrameBuffer frame) => fragmentAt < 0 && frame.Length > 0;

    public override MatroskaTrack? Describe()
    {
        if (sequenceParameters.Length < 4 || pictureParameters.Length == 0 || Size == default)
            return null;
        byte[] avcC =
        [
            1, sequenceParameters[1], sequenceParameters[2], sequenceParameters[3], 0xFF,
            0xE1, (byte)(sequenceParameters.Length >> 8), (byte)sequenceParameters.Length, .. sequenceParameters,
            1, (byte)(pictureParameters.Length >> 8), (byte)pictureParameters.Length, .. pictureParameters,
        ];
        return new MatroskaTrack(Codec.H264, avcC, Size, Channels: 0);
    }

    private bool TryAppendUnits(ReadOnlySpan<byte> units, FrameBuffer frame)
    {
        while (units.Length > 2)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(units);
            if (length == 0 || length > units.Length - 2)
                return false;
            AppendUnit(units.Slice(2, length), frame);
            units = units[(2 + length)..];
        }
        return units.IsEmpty;
    }

    private bool TryAppendFragment(ReadOnlySpan<byte> payload, FrameBuffer frame)
    {
        if (payload.Length < 3)
            return false;
        var isStart = (payload[1] & FuStart) != 0;
        if (isStart != fragmentAt < 0)
            return false;
        if (isStart)
        {
            fragmentAt = frame.BeginLength();
            frame.AppendByte((byte)(payload[0] & 0xE0 | payload[1] & 0x1F));
        }
        frame.Append(payload[2..]);
        if ((payload[1] & FuEnd) != 0)
            EndFragment(frame);
        return true;
    }

    private void EndFragment(FrameBuffer frame)
    {
        frame.EndLength(fragmentAt);
        var isWanted = Note(frame.Written[(fragmentAt + 4)..]);
        if (!isWanted)
            frame.Truncate(fragmentAt);
        fragmentAt = -1;
    }

    private bool AppendUnit(ReadOnlySpan<byte> unit, FrameBuffer frame)
    {
        if (!Note(unit))
            return true;
        var length = frame.BeginLength();
        frame.Append(unit);
        frame.EndLength(length);
        return true;
    }

    /// <returns>Whether the unit belongs into the frame.</returns>
    private bool Note(ReadOnlySpan<byte> unit)
    {
        switch (unit[0] & 0x1F)
        {
            case Idr:
                IsKeyFrame = true;
                return true;
            case SequenceParameterSet:
                if (H264Payload.TryGetPictureSize(unit, out var size))
                    SetSize(size);
                return IsNew(unit, ref sequenceParameters);
            case PictureParameterSet:
                return IsNew(unit, ref pictureParameters);
            default:
                return (unit[0] & 0x1F) != AccessUnitDelimiter;
        }
    }

    // The first set stands in the avcC. Any other is kept in the frame, and from then on all are: a decoder must see the switch back too.
    private bool IsNew(ReadOnlySpan<byte> unit, ref byte[] known)
    {
        if (known.Length == 0)
        {
            known = unit.ToArray();
            return false;
        }
        if (!unit.SequenceEqual(known))
            NoteChange();
        return !IsUniform;
    }
}
