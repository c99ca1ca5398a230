using Broadcast.Sfu.Allocation;
using Broadcast.Sfu.Bwe;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.TestNetwork.Links;

namespace Broadcast.TestNetwork.Traffic;

/// <summary>
/// One viewer's way out of the node, with the engine's own estimator and chooser: a picture in layers and sound. Packets of a frame leave
/// together; a larger layer begins at its key frame, and the smaller one goes on until then.
/// </summary>
internal sealed class ModelSender
{
    private const int PayloadBytes = 1_100;
    private const int HeaderBytes = 40;
    private const int SoundBytes = 80 + HeaderBytes;
    private const long SoundIntervalUs = 20_000;
    private const int LargestProbePacket = PayloadBytes + HeaderBytes;
    private const double Overhead = 1.05;

    /// <summary>What sound takes, in bit/s.</summary>
    public const double SoundBps = SoundBytes * 8 * 1e6 / SoundIntervalUs;

    private readonly EventLoop loop;
    private readonly Way forth;
    private readonly ModelReceiver receiver;
    private readonly SyntheticEncoder encoder;
    private readonly Dictionary<long, MediaPacket> sent = [];
    private readonly Viewing[] viewings = new Viewing[2];
    private readonly Playout departures = new();
    private ushort transportSequence;
    private long sequence;
    private long picture;
    private bool hasBegun;
    private bool hasSwitched;
    private Instant keyFrameAskedAt;

    public ModelSender(EventLoop loop, Way forth, Way back, Ladder ladder, int seed, bool slides = false, LinkMember? member = null)
    {
        this.loop = loop;
        this.forth = forth;
        encoder = new SyntheticEncoder(loop, ladder, seed, slides);
        encoder.Encoded += OnEncoded;
        receiver = new ModelReceiver(loop, back) { OnReport = OnReport, OnNack = Repeat, OnPictureLoss = () => AskKeyFrame(Layer.Spatial) };
        Bandwidth = new ViewerBandwidth((ulong)seed) { Member = member };
        var sound = new LayerRates { [0, 0] = (int)SoundBps };
        viewings[0] = new Viewing { IsVoice = true, Rates = sound, Most = Layer.Highest, Chosen = new Layer(0, 0) };
        viewings[1] = new Viewing { Priority = 1, Rates = encoder.Rates(Overhead), Most = Layer.Highest, Chosen = new Layer(0, ladder.TemporalShares.Length - 1) };
        Layer = viewings[1].Chosen;
    }

    public ViewerBandwidth Bandwidth { get; }
    public Playout Screen => receiver.Screen;
    public ModelReceiver Receiver => receiver;
    public SyntheticEncoder Encoder => encoder;
    public LayerRates Rates => viewings[1].Rates;

    /// <summary>Of the picture, as packets leave now.</summary>
    public Layer Layer { get; private set; }

    /// <summary>As chosen; a larger one waits for its key frame.</summary>
    public Layer Chosen => viewings[1].Chosen;

    public bool IsActive { get; private set; }

    /// <summary>Changes of the chosen layer, with their seconds.</summary>
    public List<(double Second, Layer Layer)> Switches { get; } = [];

    /// <summary>Gaps in what was sent that would freeze the picture, at a change of the spatial layer.</summary>
    public int SwitchFreezes { get; private set; }

    public long SentBytes { get; private set; }
    public long ProbeBytes { get; private set; }
    public int SentPackets { get; private set; }

    public void Begin()
    {
        IsActive = true;
        Arm();
        if (hasBegun)
            return;
        hasBegun = true;
        encoder.Begin();
        SendSound();
    }

    /// <summary>The presenter pauses: nothing is sent.</summary>
    public void Pause() => IsActive = false;

    private void OnEncoded(EncodedFrame frame)
    {
        if (!IsActive)
            return;
        var target = Chosen;
        if (frame.IsKeyFrame && frame.Spatial == target.Spatial && (frame.Spatial != Layer.Spatial || !isPictureFlowing))
            (hasSwitched, isPictureFlowing, Layer) = (true, true, target);
        if (target != Layer.Paused && (target.Spatial != Layer.Spatial || !isPictureFlowing))
            AskKeyFrame(target.Spatial);
        if (target == Layer.Paused)
            (Layer, isPictureFlowing) = (Layer.Paused, false);
        else if (target.Spatial == Layer.Spatial)
            Layer = target;
        var temporal = Bandwidth.IsDraining || target.Spatial < Layer.Spatial ? 0 : Layer.Temporal;
        if (isPictureFlowing && frame.Spatial == Layer.Spatial && frame.Temporal <= temporal)
            SendPicture(frame);
    }

    private bool isPictureFlowing;

    private void SendPicture(EncodedFrame frame)
    {
        if (departures.OnFrame(loop.Seconds) && hasSwitched)
            SwitchFreezes++;
        hasSwitched = false;
        var packets = (frame.Bytes + PayloadBytes - 1) / PayloadBytes;
        for (var i = 0; i < packets; i++)
        {
            var bytes = Math.Min(PayloadBytes, frame.Bytes - i * PayloadBytes) + HeaderBytes;
            var packet = new MediaPacket(bytes, picture, sequence++, packets, frame.IsKeyFrame, frame.Spatial);
            sent[packet.Sequence] = packet;
            sent.Remove(packet.Sequence - 2_000);
            Send(packet, isProbe: false);
        }
        picture++;
    }

    private void SendSound()
    {
        if (IsActive)
            Send(new MediaPacket(SoundBytes, -1, -1, 1, false), isProbe: false);
        loop.After(SoundIntervalUs, SendSound);
    }

    private void Send(MediaPacket packet, bool isProbe)
    {
        var number = transportSequence++;
        Bandwidth.OnSent(loop.Now, number, packet.Bytes, isProbe);
        SentBytes += packet.Bytes;
        ProbeBytes += isProbe ? packet.Bytes : 0;
        SentPackets++;
        forth.Send(packet.Bytes, () => receiver.OnPacket(packet, number));
    }

    private void Repeat(long lost)
    {
        if (!IsActive || !sent.TryGetValue(lost, out var packet))
            return;
        // What was too much once is not sent again: the smaller layer's key frame makes up for it.
        if (packet.Spatial <= Chosen.Spatial)
            Send(packet, isProbe: false);
    }

    private void OnReport(byte[] report)
    {
        if (!RtcpPacket.TryParse(report, out var packet) || !TransportCc.TryParse(packet, out var feedback))
            throw new InvalidOperationException("The report of the model receiver is broken.");
        if (!Bandwidth.OnFeedback(loop.Now, feedback))
            return;
        Choose();
        Arm();
    }

    private void OnTimeout()
    {
        if (!IsActive || loop.Now < Bandwidth.NextTimeout)
            return;
        Choose();
        SendProbe(Bandwidth.TakeProbeBytes(loop.Now));
        Arm();
    }

    private void SendProbe(int due)
    {
        var packet = Math.Clamp(due / 4, 200, LargestProbePacket);
        for (; due > 0; due -= packet)
            Send(new MediaPacket(Math.Min(packet, due), -1, -1, 1, false), isProbe: true);
    }

    private void Arm() => loop.At(Bandwidth.NextTimeout, OnTimeout);

    private void Choose()
    {
        var before = Chosen;
        Bandwidth.Choose(loop.Now, double.PositiveInfinity, isPictureFlowing, viewings);
        if (Chosen == before)
            return;
        Switches.Add((loop.Seconds, Chosen));
        if (Chosen != Layer.Paused && (Chosen.Spatial != Layer.Spatial || !isPictureFlowing))
            AskKeyFrame(Chosen.Spatial);
    }

    private void AskKeyFrame(int spatial)
    {
        if (spatial < 0 || loop.Now.Since(keyFrameAskedAt) < 300_000)
            return;
        keyFrameAskedAt = loop.Now;
        encoder.RequestKeyFrame(spatial);
    }
}
