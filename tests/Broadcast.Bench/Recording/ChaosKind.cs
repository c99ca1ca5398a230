namespace Broadcast.Bench.Recording;

/// <summary>What is done to a recording.</summary>
internal enum ChaosKind
{
    /// <summary>The process is killed while it records.</summary>
    Recorder,

    /// <summary>The process is killed while it processes, up to three times.</summary>
    Worker,

    /// <summary>The process is killed while it records, and again while the next one processes.</summary>
    AllInOne,

    /// <summary>The running FFmpeg is killed, up to three times.</summary>
    FFmpeg,

    /// <summary>The object store is killed while files go into it, and comes back after two seconds.</summary>
    Store,

    /// <summary>Nothing is left on the disk for three seconds.</summary>
    DiskFull,

    /// <summary>The object store is away for a minute.</summary>
    StoreAway,
}
