namespace Broadcast.Recorder.Sound;

/// <summary>20 ms of the mix as Opus.</summary>
/// <param name="Time">Session time in samples at 48 kHz.</param>
internal readonly record struct SoundPacket(long Time, ReadOnlyMemory<byte> Data)
{
    /// <summary>Samples of every packet.</summary>
    public const int Samples = 960;
}
