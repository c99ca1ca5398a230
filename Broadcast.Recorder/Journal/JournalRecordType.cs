namespace Broadcast.Recorder.Journal;

/// <summary>What a journal record holds. The numbers are the file format (docs/journal.md): never reuse one.</summary>
internal enum JournalRecordType : byte
{
    /// <summary>First of every chunk: <see cref="JournalChunkStart"/> as JSON.</summary>
    ChunkStart = 1,

    /// <summary>A producer is recorded from here on: <see cref="JournalTrack"/> as JSON.</summary>
    TrackAdded = 2,

    /// <summary>The producer was closed. No payload.</summary>
    TrackClosed = 3,

    /// <summary>Muted. No payload.</summary>
    TrackPaused = 4,

    /// <summary>No longer muted. No payload.</summary>
    TrackResumed = 5,

    /// <summary>A whole RTP packet as the publisher sent it.</summary>
    Rtp = 6,

    /// <summary>The publisher's own sender report, one RTCP packet.</summary>
    SenderReport = 7,

    /// <summary>A JSON object from the stage.</summary>
    StageEvent = 8,

    /// <summary>The queue was full: u32 records and u64 bytes that are missing here.</summary>
    Shed = 9,

    /// <summary>The recording was closed in order. No payload.</summary>
    End = 10,
}
