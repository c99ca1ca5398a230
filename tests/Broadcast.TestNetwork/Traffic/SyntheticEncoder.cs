using Broadcast.Sfu.Allocation;

namespace Broadcast.TestNetwork.Traffic;

internal readonly record struct EncodedFrame(int Spatial, int Temporal, bool IsKeyFrame, int Bytes);

/// <summary>A presenter's camera, all layers at once: 30 pictures a second with noise, key frames on request of four to eight times the size, paid back by those that follow.</summary>
internal sealed class SyntheticEncoder
{
    public const long FrameIntervalUs = 33_333;

    private const double FramesPerSecond = 30;
    private const double Noise = 0.25;
    private const double PaybackShare = 0.2;

    private readonly EventLoop loop;
    private readonly Ladder ladder;
    private readonly Random random;
    private readonly double[] debt;
    private readonly bool[] wantsKeyFrame;
    private readonly bool isScreen;
    private int index;

    /// <param name="slides">A screen: a still picture, and each forty seconds another that takes 300 kB.</param>
    public SyntheticEncoder(EventLoop loop, Ladder ladder, int seed, bool slides = false)
    {
        this.loop = loop;
        this.ladder = ladder;
        random = new Random(seed);
        isScreen = slides;
        debt = new double[ladder.SpatialBps.Length];
        wantsKeyFrame = [.. ladder.SpatialBps.Select(_ => true)];
    }

    public event Action<EncodedFrame>? Encoded;

    public int KeyFrames { get; private set; }

    /// <summary>A key frame of a layer, as soon as the presenter's browser has been asked and has encoded one.</summary>
    public void RequestKeyFrame(int spatial, long afterUs = 60_000) => loop.After(afterUs, () => wantsKeyFrame[spatial] = true);

    public void Begin() => Encode();

    /// <summary>What each layer takes on average, with what packets need beside.</summary>
    public LayerRates Rates(double overhead)
    {
        var rates = ladder.Rates();
        for (var i = 0; i < LayerRates.MaxSpatial * LayerRates.MaxTemporal; i++)
            rates[i] = (int)(rates[i] * overhead);
        return rates;
    }

    private void Encode()
    {
        var temporal = TemporalOf(index);
        for (var spatial = 0; spatial < ladder.SpatialBps.Length; spatial++)
            Encode(spatial, temporal);
        index++;
        loop.After(FrameIntervalUs, Encode);
    }

    private void Encode(int spatial, int temporal)
    {
        var mean = ladder.SpatialBps[spatial] / 8 / FramesPerSecond;
        if (isScreen)
            mean *= IsNewSlide ? 300_000 * 8 / ladder.SpatialBps[^1] : 0.05;
        var isKey = wantsKeyFrame[spatial];
        if (isKey)
            (wantsKeyFrame[spatial], temporal) = (false, 0);
        KeyFrames += isKey ? 1 : 0;
        var bytes = mean * (isKey ? 4 + 4 * random.NextDouble() : Weight(temporal)) * (1 + Noise * (random.NextDouble() + random.NextDouble() - 1));
        var payback = isKey ? 0 : Math.Min(debt[spatial], bytes * PaybackShare);
        debt[spatial] += isKey ? bytes - mean : -payback;
        Encoded?.Invoke(new EncodedFrame(spatial, temporal, isKey, Math.Max(60, (int)(bytes - payback))));
    }

    private bool IsNewSlide => index / (int)FramesPerSecond % 40 == 39;

    /// <summary>T0 T2 T1 T2 with three layers, T0 T1 with two.</summary>
    private int TemporalOf(int frame) => ladder.TemporalShares.Length switch
    {
        1 => 0,
        2 => frame % 2,
        _ => (frame % 4) switch { 0 => 0, 2 => 1, _ => 2 },
    };

    private double Weight(int temporal)
    {
        var count = ladder.TemporalShares.Length;
        var share = ladder.TemporalShares[temporal] - (temporal > 0 ? ladder.TemporalShares[temporal - 1] : 0);
        var ofFrames = temporal == 0 ? Math.Pow(2, 1 - count) : Math.Pow(2, temporal - count);
        return share / ofFrames;
    }
}
