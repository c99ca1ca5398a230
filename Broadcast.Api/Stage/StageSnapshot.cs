using System.Collections.Immutable;
using Broadcast.Api.Chat;
using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;

namespace Broadcast.Api.Stage;

/// <summary>
/// All that an audience has to know of the stage to let people in and to serve them without asking. It never changes: each
/// <see cref="StageChange"/> makes the next one, at the webinar's grain and at every audience.
/// </summary>
/// <param name="Version">One more with every change; starts anew, and higher, when the grain does.</param>
/// <param name="Router">Null after the end, and while there is none.</param>
/// <param name="Recording">Null while none is wanted.</param>
/// <param name="KeptOut">Newest first.</param>
/// <param name="Audiences">As they last said.</param>
internal sealed record StageSnapshot(
    long Version,
    JoinedWebinar Webinar,
    StageRouter? Router,
    ImmutableArray<StageProducer> Producers,
    RecordingStatus? Recording,
    ChatTail Chat,
    ImmutableArray<Removal> KeptOut,
    ImmutableArray<AudienceCount> Audiences)
{
    /// <summary>The counts of everybody, with this one in the place of what the audience last said.</summary>
    public AudienceCount With(AudienceCount own) => Audiences.Where(each => each.Audience != own.Audience).Aggregate(
        own, (sum, each) => sum with
        {
            Participants = sum.Participants + each.Participants,
            Viewers = sum.Viewers + each.Viewers,
            WithoutPicture = sum.WithoutPicture + each.WithoutPicture,
        });

    public StageProducer? Producer(string id) => Producers.FirstOrDefault(producer => producer.ProducerId == id);
}
