namespace Broadcast.Bench.Attack;

/// <summary>What the worst guest may achieve.</summary>
internal static class Targets
{
    /// <summary>What a viewer is sent who asks for everything again, per byte of the stream.</summary>
    public const double NackAmplification = 1.5;

    /// <summary>Bytes to an address that never says anything.</summary>
    public const int RedirectBytes = 3_000;

    /// <summary>99 of 100 chat messages and events of others are there within this.</summary>
    public const double BystanderMilliseconds = 50;

    /// <summary>What one presenter may have stored: 12 Mbit/s, as journal and as what is watched while it grows, with their indexes.</summary>
    public const double StoredMegabytesPerSecond = 4;
}
