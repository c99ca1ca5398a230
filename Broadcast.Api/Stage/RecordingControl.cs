namespace Broadcast.Api.Stage;

/// <summary>What an organizer can want of a live webinar's recording.</summary>
internal enum RecordingControl
{
    Start,
    Pause,
    Resume,
    Stop,
}
