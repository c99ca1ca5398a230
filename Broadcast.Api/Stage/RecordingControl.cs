namespace Broadcast.Api.Stage;

/// <summary>What an organizer can want of a live webinar's recording.</summary>
public enum RecordingControl
{
    Start,
    Pause,
    Resume,
    Stop,
}
