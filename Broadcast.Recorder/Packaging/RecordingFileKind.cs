namespace Broadcast.Recorder.Packaging;

/// <summary>What a file of a package is for.</summary>
public enum RecordingFileKind
{
    Video,
    Audio,
    Poster,

    /// <summary>Small pictures of the whole recording in one image.</summary>
    Sprites,

    /// <summary>WebVTT: which part of the sprites belongs to which time.</summary>
    SpriteIndex,

    /// <summary>WebVTT.</summary>
    Chapters,

    /// <summary>The HLS multivariant playlist.</summary>
    Playlist,

    /// <summary>What the playlist refers to.</summary>
    PlaylistPart,

    /// <summary>One producer's media as it was received.</summary>
    Track,
}
