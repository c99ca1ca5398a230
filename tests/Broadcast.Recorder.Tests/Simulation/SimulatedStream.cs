using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.TestMedia;

namespace Broadcast.Recorder.Tests.Simulation;

/// <summary>One producer's packets with their times: capture on the publisher's clock, arrival on the recorder's.</summary>
internal sealed class SimulatedStream(Schedule schedule, string id, MediaKind kind, string codec, int clockRate)
{
    private const double NtpAtZero = 3_900_000_000;

    /// <summary>Near the end of its range, so that it wraps.</summary>
    private const int FirstSequence = 65_500;

    private const byte OrientationId = 13;

    private readonly Random random = new(id.Length * 7919 + clockRate);
    private int sequence = FirstSequence;

    public ConsumerId Consumer { get; } = new($"consumer-{id}");
    public ProducerId Producer { get; } = new($"producer-{id}");
    public byte PayloadType { get; } = kind == MediaKind.Audio ? (byte)111 : (byte)96;
    public uint Ssrc { get; set; } = 0x1000_0001;

    /// <summary>Added to every timestamp: near the end of its range, so that it wraps.</summary>
    public uint TimestampBase { get; set; } = uint.MaxValue - 100_000;

    /// <summary>Seconds of the publisher's media clock for a second of true time.</summary>
    public Func<double, double> MediaClock { get; set; } = seconds => seconds;

    /// <summary>What the publisher's wall clock says at a second of true time.</summary>
    public Func<double, double> WallClock { get; set; } = seconds => seconds;

    /// <summary>Seconds that a packet captured then takes to arrive.</summary>
    public Func<double, double>? Delay { get; set; }

    public bool SendsReports { get; set; } = true;

    /// <summary>The codec's fmtp parameters.</summary>
    public IReadOnlyDictionary<string, CodecParameter> Parameters { get; set; } = new Dictionary<string, CodecParameter>();

    /// <summary>What the last packet of a frame captured then says of its orientation; null for nothing.</summary>
    public Func<double, byte?> Orientation { get; set; } = _ => null;

    /// <summary>Whether a packet is lost for good, by its number in the stream.</summary>
    public Func<int, bool> IsLost { get; set; } = _ => false;

    /// <summary>What is really sent for a payload and its number in the stream: payload type and bytes.</summary>
    public Func<byte[], int, (byte PayloadType, byte[] Payload)>? Sends { get; set; }

    /// <param name="participant">Their name; what of it an id cannot have is left out of their id.</param>
    public SimulatedStream Open(double at, string? participant = null, string? source = null)
    {
        var parameters = new RtpParameters
        {
            Codecs = [new RtpCodecParameters { MimeType = codec, PayloadType = PayloadType, ClockRate = clockRate, Channels = kind == MediaKind.Audio ? 2 : null, Parameters = Parameters }],
            HeaderExtensions = [new RtpHeaderExtensionParameters { Uri = HeaderExtensionUri.VideoOrientation, Id = OrientationId }],
            Rtcp = new RtcpParameters { Cname = participant ?? id },
        };
        schedule.At(at, (sink, now) => sink.OnConsumerAdded(now, Consumer, Producer, kind, parameters));
        if (participant is not null)
            schedule.Event(at, $$"""{"type":"producer","producerId":"{{Producer}}","participantId":"{{IdOf(participant)}}","displayName":"{{participant}}","source":"{{source}}"}""");
        return this;
    }

    private static string IdOf(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit));

    public void Close(double at) => schedule.At(at, (sink, now) => sink.OnConsumerClosed(now, Consumer));

    public void Pause(double at, bool paused) => schedule.At(at, (sink, now) => sink.OnConsumerPaused(now, Consumer, paused));

    /// <summary>Packets that are sent and that nobody records.</summary>
    public void Unrecorded(int packets) => sequence += packets;

    /// <summary>Sends a frame captured at a second of true time.</summary>
    public void Frame(double at, IReadOnlyList<byte[]> payloads)
    {
        for (var i = 0; i < payloads.Count; i++)
        {
            var number = sequence++;
            var (type, payload) = Sends?.Invoke(payloads[i], number - FirstSequence) ?? (PayloadType, payloads[i]);
            var isLast = i == payloads.Count - 1;
            byte[] extensions = isLast && Orientation(at) is { } told ? [0xBE, 0xDE, 0, 1, OrientationId << 4, told, 0, 0] : [];
            var packet = Packetiser.Rtp(type, isLast, (ushort)number, Timestamp(at), Ssrc, payload, extensions);
            if (!IsLost(number - FirstSequence))
                schedule.At(at + DelayOf(at), (sink, now) => sink.OnRtp(now, Consumer, packet));
        }
    }

    /// <summary>Sends whole frames at a constant rate, and the reports of that time.</summary>
    public void Play(double from, double framesPerSecond, IEnumerable<IReadOnlyList<byte[]>> frames)
    {
        var count = 0;
        foreach (var frame in frames)
            Frame(from + count++ / framesPerSecond, frame);
        for (var at = from + 0.5; at < from + count / framesPerSecond; at += kind == MediaKind.Audio ? 5 : 1)
            Report(at);
    }

    public void Report(double at)
    {
        if (!SendsReports)
            return;
        var report = new byte[SenderReport.Length];
        SenderReport.Write(report, Ssrc, NtpTime.FromMicroseconds((long)((NtpAtZero + WallClock(at)) * 1e6)), Timestamp(at), 0, 0);
        schedule.At(at + DelayOf(at), (sink, now) => sink.OnSenderReport(now, Consumer, report));
    }

    private uint Timestamp(double at) => TimestampBase + (uint)(long)Math.Round(MediaClock(at) * clockRate);

    private double DelayOf(double at) => Delay?.Invoke(at) ?? 0.020 + 0.020 * random.NextDouble();
}
