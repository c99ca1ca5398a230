using System.Buffers.Binary;
using Broadcast.Recorder.Matroska;
using Broadcast.Sfu.Codecs;

namespace Broadcast.Recorder.Tracks;

/// <summary>
/// VP9: the payloads without their descriptors (RFC 9628 §4.2). The frames of several spatial layers become one superframe
/// (VP9 bitstream specification, annex B), which is what a decoder expects of one picture.
/// </summary>
internal sealed class Vp9Depacketiser : Depacketiser
{
    private const int MaxLayers = 8;
    private const byte SuperframeMarker = 0xC0;

    private readonly int[] layerEnds = new int[MaxLayers];
    private int layers;
    private bool isOpen;

    public override void BeginFrame(bool isBehindLoss)
    {
        base.BeginFrame(isBehindLoss);
        layers = 0;
        isOpen = false;
    }

    public override bool TryAppend(ReadOnlySpan<byte> payload, FrameBuffer frame)
    {
        if (!Vp9Payload.TryParse(payload, out var vp9) || !vp9.TryGetFrameData(out var data) || vp9.IsFirstOfFrame == isOpen)
            return false;
        if (vp9.IsFirstOfFrame && !TryBeginLayer(data))
            return false;
        frame.Append(data);
        isOpen = !vp9.IsLastOfFrame;
        if (vp9.IsLastOfFrame)
            layerEnds[layers++] = frame.Length;
        return true;
    }

    public override bool TryEndFrame(FrameBuffer frame)
    {
        if (isOpen || layers == 0)
            return false;
        if (layers > 1)
            AppendIndex(frame);
        return true;
    }

    public override MatroskaTrack? Describe() => Size == default ? null : new MatroskaTrack(Codec.Vp9, [], Size, Channels: 0);

    private bool TryBeginLayer(ReadOnlySpan<byte> data)
    {
        if (layers == MaxLayers || !Vp9FrameHeader.TryParse(data, out var header))
            return false;
        if (layers == 0 && header.IsKeyFrame)
        {
            IsKeyFrame = true;
            SetSize(header.Size);
        }
        return true;
    }

    private void AppendIndex(FrameBuffer frame)
    {
        const int sizeBytes = sizeof(uint);
        var marker = (byte)(SuperframeMarker | sizeBytes - 1 << 3 | layers - 1);
        Span<byte> size = stackalloc byte[sizeBytes];
        frame.AppendByte(marker);
        for (var layer = 0; layer < layers; layer++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(size, layerEnds[layer] - (layer == 0 ? 0 : layerEnds[layer - 1]));
            frame.Append(size);
        }
        frame.AppendByte(marker);
    }
}
