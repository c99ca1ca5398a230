using Broadcast.Api.Signaling.Messages;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>People whose browser knows no codec of a picture on the stage: the presenters are told how many.</summary>
public sealed partial class WebinarStage
{
    readonly ViewerCount unshown;
    int unshownChange;

    /// <summary>The media node found no codec that the producer and the viewer's browser have in common.</summary>
    void OnUnsupported(Participant viewer, ProducerId producer)
    {
        lock (gate)
        {
            var isPicture = producers.TryGetValue(producer, out var known) && known.Kind == MediaKind.Video;
            if (isPicture && IsSeated(viewer) && viewer.AddUnshown(producer))
                unshownChange++;
        }
        FollowUnshown();
    }

    /// <summary>Counts what has changed under the gate since.</summary>
    void FollowUnshown()
    {
        int change;
        lock (gate)
            (change, unshownChange) = (unshownChange, 0);
        if (change != 0)
            unshown.Add(change);
    }

    void TellUnshown(int count) => TellPresenters(each => each.ViewersWithoutPictureChanged(new ViewerCountChange(count)));
}
