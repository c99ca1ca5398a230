using Broadcast.Sfu.Bwe;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.TestNetwork.Links;

namespace Broadcast.TestNetwork.Traffic;

/// <summary>A viewer's browser in small: transport-wide feedback each tenth of a second, requests for what is missing, and a screen that freezes.</summary>
internal sealed class ModelReceiver(EventLoop loop, Way back)
{
    private const int HeaderBytes = 40;
    private const long RetryUs = 120_000;
    private const int Retries = 5;
    private const long PatienceUs = 700_000;

    private readonly TransportCcFeedbackGenerator feedback = new();
    private readonly byte[] buffer = new byte[1_200];
    private readonly Dictionary<long, int> missingOf = [];
    private readonly HashSet<long> received = [];
    private readonly SortedDictionary<long, bool> whole = [];
    private long highest = -1;
    private long nextPicture;
    private Instant blockedSince = Instant.Never;

    public Playout Screen { get; } = new();

    /// <summary>A report arrives at the sender.</summary>
    public Action<byte[]> OnReport { get; set; } = _ => { };

    public Action<long> OnNack { get; set; } = _ => { };
    public Action OnPictureLoss { get; set; } = () => { };

    /// <summary>Gives no feedback: the viewer's browser, or its way back, is broken.</summary>
    public bool IsMute { get; set; }

    public void OnPacket(MediaPacket packet, ushort transportSequence)
    {
        feedback.OnPacket(loop.Now, transportSequence);
        if (feedback.NextTimeout != Instant.Never && !isTimed)
            ArmFeedback();
        if (packet.Sequence >= 0 && received.Add(packet.Sequence))
            OnMedia(packet);
    }

    private bool isTimed;

    private void ArmFeedback()
    {
        isTimed = true;
        loop.At(feedback.NextTimeout, () =>
        {
            isTimed = false;
            int length;
            while ((length = feedback.Write(loop.Now, 1, 2, buffer)) > 0)
                SendReport(buffer[..length]);
            if (feedback.NextTimeout != Instant.Never)
                ArmFeedback();
        });
    }

    private void SendReport(byte[] report)
    {
        if (!IsMute)
            back.Send(report.Length + HeaderBytes, () => OnReport(report));
    }

    private void OnMedia(MediaPacket packet)
    {
        for (var lost = highest + 1; lost < packet.Sequence; lost++)
            Ask(lost, Retries);
        highest = Math.Max(highest, packet.Sequence);
        var missing = missingOf.GetValueOrDefault(packet.Picture, packet.InPicture) - 1;
        missingOf[packet.Picture] = missing;
        if (missing > 0)
            return;
        missingOf.Remove(packet.Picture);
        whole[packet.Picture] = packet.IsKeyFrame;
        Show();
    }

    private void Ask(long lost, int retries)
    {
        if (retries == 0 || received.Contains(lost))
            return;
        back.Send(16 + HeaderBytes, () => OnNack(lost));
        loop.After(RetryUs * (1 + Retries - retries), () => Ask(lost, retries - 1));
    }

    private void Show()
    {
        while (whole.Remove(nextPicture))
            Display();
        foreach (var (picture, isKeyFrame) in whole)
            if (isKeyFrame && picture > nextPicture)
            {
                nextPicture = picture;
                break;
            }
        while (whole.Remove(nextPicture))
            Display();
        foreach (var old in whole.Keys.TakeWhile(picture => picture < nextPicture).ToList())
            whole.Remove(old);
        if (whole.Count == 0)
            blockedSince = Instant.Never;
        else if (blockedSince == Instant.Never)
            blockedSince = loop.Now;
        else if (loop.Now.Since(blockedSince) > PatienceUs)
        {
            blockedSince = loop.Now;
            back.Send(12 + HeaderBytes, () => OnPictureLoss());
        }
    }

    private void Display()
    {
        nextPicture++;
        Screen.OnFrame(loop.Seconds);
    }
}
