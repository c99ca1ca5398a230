using System.Collections.Immutable;
using Broadcast.Api.Chat;
using Broadcast.Api.Data;
using Broadcast.Api.Nodes;
using Broadcast.Api.Questions;
using Broadcast.Api.Signaling.Messages;

namespace Broadcast.Api.Stage;

/// <summary>
/// All that an audience has to know of the stage to let people in and to serve them without asking. It never changes: each
/// <see cref="StageChange"/> makes the next one, at the webinar's grain and at every audience.
/// </summary>
/// <param name="Version">One more with every change; starts anew, and higher, when the grain does.</param>
/// <param name="Router">Null after the end, and while there is none.</param>
/// <param name="Edges">Where the webinar can be watched as well.</param>
/// <param name="Leaving">Media nodes on which the webinar is, and where nobody more is to watch.</param>
/// <param name="Recording">Null while none is wanted.</param>
/// <param name="KeptOut">Newest first.</param>
/// <param name="Audiences">As they last said.</param>
internal sealed record StageSnapshot(
    long Version,
    JoinedWebinar Webinar,
    StageRouter? Router,
    ImmutableArray<StagePlace> Edges,
    ImmutableArray<LeavingNode> Leaving,
    ImmutableArray<StageProducer> Producers,
    RecordingStatus? Recording,
    ChatTail Chat,
    QuestionBoard Questions,
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

    /// <summary>Where the webinar is on a node; null if it is not there.</summary>
    public StagePlace? PlaceOn(NodeId node) => Places.FirstOrDefault(place => place.Node == node);

    /// <summary>Its origin, and then its edges.</summary>
    public IEnumerable<StagePlace> Places => Router is { } origin ? [origin.Place, .. Edges] : Edges;

    public bool IsLeaving(NodeId node) => Leaving.Any(each => each.Node == node);

    public StageProducer? Producer(string id) => Producers.FirstOrDefault(producer => producer.ProducerId == id);
}
