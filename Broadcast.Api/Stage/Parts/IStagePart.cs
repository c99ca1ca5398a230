using Broadcast.Sfu.Control.Notifications;

namespace Broadcast.Api.Stage.Parts;

/// <summary>
/// One of the things that a webinar's grain looks after. All parts of a grain run on its one thread: between two awaits nothing else
/// happens, and what holds before an await may not hold after it.
/// </summary>
internal interface IStagePart
{
    /// <summary>Fills itself from the database before anything else happens.</summary>
    Task LoadAsync() => Task.CompletedTask;

    /// <summary>Every two seconds while the webinar is live or somebody is in it.</summary>
    Task OnBeatAsync() => Task.CompletedTask;

    /// <summary>The media node reports something about the webinar's router.</summary>
    Task OnNotificationAsync(WorkerNotification notification) => Task.CompletedTask;

    /// <summary>All that presenters send is gone with the router.</summary>
    /// <param name="reason">In words; null if the webinar was closed.</param>
    void OnMediaLost(string? reason)
    {
    }

    /// <summary>A process has not been heard of for a while, or has nobody in the webinar any more.</summary>
    void OnAudienceLost(AudienceId audience)
    {
    }
}
