using System.Buffers.Binary;
using Broadcast.Recorder.Matroska;
using Broadcast.Sfu.Codecs;

namespace Broadcast.Recorder.Tracks;

/// <summary>
/// H.264 in packetization mode 1 (RFC 6184 §5.6 to §5.8) to NAL units with four-byte lengths. Frames keep slices and supplemental information;
/// parameter sets make the <c>avcC</c> of the next key frame. One that changes between key frames goes before the slice that needs it.
/// </summary>
internal sealed class H264Depacketiser : Depacketiser
{
    private const int Slice = 1;
    private const int IdrSlice = 5;
    private const int SupplementalInformation = 6;
    private const int StapA = 24;
    private const int FuA = 28;
    private const byte FuStart = 0x80;
    private const byte FuEnd = 0x40;

    private readonly H264ParameterSets sets = new();

    /// <summary>Picture parameter sets that changed since the last key frame and went into no frame yet.</summary>
    private readonly SortedSet<byte> changed = [];
    private readonly FrameBuffer whole = new();
    private H264Configuration? configuration;
    private byte[] avcC = [];
    private bool isBehindLoss;
    private bool hasSlice;
    private int fragmentAt = -1;

    public override bool HasPicture => hasSlice || fragmentAt >= 0;

    public override void BeginFrame(bool isBehindLoss)
    {
        base.BeginFrame(isBehindLoss);
        this.isBehindLoss = isBehindLoss;
        hasSlice = false;
        fragmentAt = -1;
    }

    public override void OnLoss()
    {
        sets.Doubt();
        fragmentAt = -1;
    }

    public override bool TryAppend(ReadOnlySpan<byte> payload, FrameBuffer frame)
    {
        if (payload.Length < 2)
            return false;
        var type = TypeOf(payload[0]);
        if (type != FuA && fragmentAt >= 0)
            return false;
        return type switch
        {
            FuA => TryAppendFragment(payload, frame),
            StapA => TryAppendUnits(payload[1..], frame),
            > 0 and < StapA => TryAppendUnit(payload, frame),
            _ => false,
        };
    }

    public override bool TryEndFrame(FrameBuffer frame) => fragmentAt < 0 && hasSlice;

    public override MatroskaTrack? Describe() =>
        configuration is null ? null : new MatroskaTrack(Codec.H264, avcC, Size, Channels: 0);

    public override ReadOnlySpan<byte> WithParameters(ReadOnlySpan<byte> keyFrame)
    {
        whole.Clear();
        configuration!.WriteTo(whole);
        whole.Append(keyFrame);
        return whole.Written;
    }

    private bool TryAppendUnits(ReadOnlySpan<byte> units, FrameBuffer frame)
    {
        while (units.Length > 2)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(units);
            if (length == 0 || length > units.Length - 2 || !TryAppendUnit(units.Slice(2, length), frame))
                return false;
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
            fragmentAt = BeginUnit((byte)(payload[0] & 0xE0 | payload[1] & 0x1F), frame);
        frame.Append(payload[2..]);
        if ((payload[1] & FuEnd) == 0)
            return true;
        var at = fragmentAt;
        fragmentAt = -1;
        return TryEndUnit(at, frame);
    }

    private bool TryAppendUnit(ReadOnlySpan<byte> unit, FrameBuffer frame)
    {
        var at = BeginUnit(unit[0], frame);
        frame.Append(unit[1..]);
        return TryEndUnit(at, frame);
    }

    /// <returns>Where the unit begins with its length.</returns>
    private int BeginUnit(byte header, FrameBuffer frame)
    {
        // A key frame's own sets go into its avcC.
        if (TypeOf(header) == Slice || TypeOf(header) == IdrSlice && hasSlice)
            AppendChanged(frame);
        var at = frame.BeginLength();
        frame.AppendByte(header);
        return at;
    }

    /// <returns>False if the frame cannot be decoded.</returns>
    private bool TryEndUnit(int at, FrameBuffer frame)
    {
        frame.EndLength(at);
        var unit = frame.Written[(at + FrameBuffer.LengthBytes)..];
        var type = TypeOf(unit[0]);
        if (type is Slice or IdrSlice)
            return TryTakeSlice(unit, isIdr: type == IdrSlice);
        if (type == SupplementalInformation)
            return true;
        frame.Truncate(at);
        if (type == H264SequenceParameterSet.UnitType && !sets.TryTakeSequence(unit)
            || type == H264PictureParameterSet.UnitType && !TryTakePictureSet(unit))
            UnitsInvalid++;
        return true;
    }

    private bool TryTakePictureSet(ReadOnlySpan<byte> unit)
    {
        var isTaken = sets.TryTakePicture(unit, out var id, out var isNew);
        if (isNew)
            changed.Add(id);
        return isTaken;
    }

    private bool TryTakeSlice(ReadOnlySpan<byte> unit, bool isIdr)
    {
        if (!H264SliceHeader.TryParse(unit, out var slice))
            return false;
        if (!hasSlice && slice.FirstMacroblock != 0)
            return false;
        if (!hasSlice && isIdr)
            BeginKeyFrame(slice.PictureParameterSet);
        hasSlice = true;
        return configuration is { } active && sets.CanDecode(slice.PictureParameterSet, active.Sequence.Id);
    }

    private void BeginKeyFrame(byte pictureSet)
    {
        IsKeyFrame = true;
        changed.Clear();
        if (!isBehindLoss)
            sets.Trust();
        configuration = sets.ConfigurationFor(pictureSet);
        if (configuration is null)
            return;
        SetSize(configuration.Sequence.Size);
        var needs = configuration.ToAvcC();
        if (avcC.Length > 0 && !needs.AsSpan().SequenceEqual(avcC))
            NoteChange();
        avcC = needs;
    }

    private void AppendChanged(FrameBuffer frame)
    {
        foreach (var id in changed.Where(id => configuration is { } active && sets.CanDecode(id, active.Sequence.Id)))
        {
            frame.AppendUnit(sets.PictureUnit(id));
            NoteChange();
        }
        changed.Clear();
    }

    private static int TypeOf(byte header) => header & 0x1F;
}
