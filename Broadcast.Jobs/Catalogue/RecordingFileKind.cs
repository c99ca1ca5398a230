namespace Broadcast.Jobs.Catalogue;

public enum RecordingFileKind
{
    Video,
    Audio,
    Poster,
}
