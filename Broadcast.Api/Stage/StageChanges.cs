using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Broadcast.Api.Data;
using Broadcast.Api.Nodes;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>Something that happened on the stage, as every audience is told of it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(WebinarMoved), "webinarMoved")]
[JsonDerivedType(typeof(RouterOpened), "routerOpened")]
[JsonDerivedType(typeof(MediaLost), "mediaLost")]
[JsonDerivedType(typeof(OriginLost), "originLost")]
[JsonDerivedType(typeof(EdgeOpened), "edgeOpened")]
[JsonDerivedType(typeof(EdgeClosed), "edgeClosed")]
[JsonDerivedType(typeof(NodesLeaving), "nodesLeaving")]
[JsonDerivedType(typeof(ProducerShown), "producerShown")]
[JsonDerivedType(typeof(ProducersGone), "producersGone")]
[JsonDerivedType(typeof(TransportLost), "transportLost")]
[JsonDerivedType(typeof(ConsumerHeldBack), "consumerHeldBack")]
[JsonDerivedType(typeof(LayersWanted), "layersWanted")]
[JsonDerivedType(typeof(StandInWanted), "standInWanted")]
[JsonDerivedType(typeof(RecordingMoved), "recordingMoved")]
[JsonDerivedType(typeof(ChatAdded), "chatAdded")]
[JsonDerivedType(typeof(ChatTaken), "chatTaken")]
[JsonDerivedType(typeof(QuestionMoved), "questionMoved")]
[JsonDerivedType(typeof(QuestionTaken), "questionTaken")]
[JsonDerivedType(typeof(VotesCounted), "votesCounted")]
[JsonDerivedType(typeof(KeptOutChanged), "keptOutChanged")]
[JsonDerivedType(typeof(AudiencesCounted), "audiencesCounted")]
[JsonDerivedType(typeof(SeatsTaken), "seatsTaken")]
[JsonDerivedType(typeof(LinksRevoked), "linksRevoked")]
internal abstract record StageChange
{
    /// <summary>What the stage is afterwards.</summary>
    public virtual StageSnapshot ApplyTo(StageSnapshot before) => before;
}

/// <summary>A change and the version of the stage that it made.</summary>
internal sealed record StageUpdate(long Version, StageChange Change);

/// <summary>The webinar went live or ended, or its organizer changed it.</summary>
internal sealed record WebinarMoved(JoinedWebinar Webinar) : StageChange
{
    public override StageSnapshot ApplyTo(StageSnapshot before) => before with { Webinar = Webinar };
}

internal sealed record RouterOpened(StageRouter Router) : StageChange
{
    public override StageSnapshot ApplyTo(StageSnapshot before) => before with { Router = Router };
}

/// <summary>All media of the webinar is gone.</summary>
/// <param name="Reason">In words, from the media node; null if the webinar was closed.</param>
internal sealed record MediaLost(string? Reason) : StageChange
{
    public override StageSnapshot ApplyTo(StageSnapshot before) => before with { Router = null, Edges = [], Producers = [] };
}

/// <summary>The router that presenters send to is gone, with all that they sent. Who watches on an edge keeps what they have there.</summary>
/// <param name="Reason">In words.</param>
internal sealed record OriginLost(StagePlace Origin, string Reason) : StageChange
{
    public override StageSnapshot ApplyTo(StageSnapshot before) => before with { Router = null, Producers = [] };
}

/// <summary>The webinar can be watched on a further node.</summary>
internal sealed record EdgeOpened(StagePlace Edge) : StageChange
{
    public override StageSnapshot ApplyTo(StageSnapshot before) => before with { Edges = before.Edges.Add(Edge) };
}

/// <summary>The webinar cannot be watched on a node any more: whoever did is placed anew.</summary>
/// <param name="Reason">In words; null if nobody did.</param>
internal sealed record EdgeClosed(StagePlace Edge, string? Reason) : StageChange
{
    public override StageSnapshot ApplyTo(StageSnapshot before) => before with { Edges = before.Edges.Remove(Edge) };
}

/// <summary>Media nodes on which the webinar is leave, or stay after all: who watches there is to go on elsewhere.</summary>
/// <param name="Nodes">All that leave.</param>
internal sealed record NodesLeaving(ImmutableArray<LeavingNode> Nodes) : StageChange
{
    public override StageSnapshot ApplyTo(StageSnapshot before) => before with { Leaving = Nodes };
}

/// <summary>A producer came, or changed.</summary>
internal sealed record ProducerShown(StageProducer Producer) : StageChange
{
    public override StageSnapshot ApplyTo(StageSnapshot before) => before with
    {
        Producers = before.Producer(Producer.ProducerId) is { } known ? before.Producers.Replace(known, Producer) : before.Producers.Add(Producer),
    };
}

internal sealed record ProducersGone(ImmutableArray<ProducerId> Producers) : StageChange
{
    public override StageSnapshot ApplyTo(StageSnapshot before) => before with
    {
        Producers = before.Producers.RemoveAll(shown => Producers.Contains(new ProducerId(shown.ProducerId))),
    };
}

/// <summary>The media node closed somebody's transport by itself.</summary>
internal sealed record TransportLost(TransportId Transport, string Reason) : StageChange;

/// <summary>A picture does not fit into what somebody's network carries, or does again.</summary>
internal sealed record ConsumerHeldBack(ConsumerId Consumer, bool HeldBack) : StageChange;

/// <summary>Somebody wants higher layers of a picture than before, or nobody wants the highest any more.</summary>
/// <param name="SpatialLayer">The highest that is wanted; null for none.</param>
internal sealed record LayersWanted(ProducerId Producer, int? SpatialLayer) : StageChange;

/// <summary>Somebody needs a stand-in for a picture, or nobody does any more.</summary>
internal sealed record StandInWanted(ProducerId Producer, bool Wanted) : StageChange;

internal sealed record RecordingMoved(RecordingStatus? Recording) : StageChange
{
    public override StageSnapshot ApplyTo(StageSnapshot before) => before with { Recording = Recording };
}

internal sealed record ChatAdded(ChatMessage Message) : StageChange
{
    public override StageSnapshot ApplyTo(StageSnapshot before) => before with { Chat = before.Chat.With(Message) };
}

internal sealed record ChatTaken(string MessageId) : StageChange
{
    public override StageSnapshot ApplyTo(StageSnapshot before) => before with { Chat = before.Chat.Without(MessageId) };
}

/// <summary>A question was asked, or became something else.</summary>
/// <param name="Asker">Who asked, anonymously or not: for the server alone.</param>
internal sealed record QuestionMoved(StageQuestion Question, ParticipantId Asker) : StageChange
{
    public override StageSnapshot ApplyTo(StageSnapshot before) => before with { Questions = before.Questions.With(Question, Asker) };
}

/// <summary>A question was taken out.</summary>
/// <param name="Asker">As in <see cref="QuestionMoved"/>.</param>
internal sealed record QuestionTaken(string QuestionId, ParticipantId Asker) : StageChange
{
    public override StageSnapshot ApplyTo(StageSnapshot before) => before with { Questions = before.Questions.Without(QuestionId) };
}

/// <summary>More or fewer people are for some questions.</summary>
internal sealed record VotesCounted(ImmutableArray<QuestionVotes> Votes) : StageChange
{
    public override StageSnapshot ApplyTo(StageSnapshot before) => before with { Questions = before.Questions.Counted(Votes) };
}

/// <summary>Somebody was removed, or let in again.</summary>
internal sealed record KeptOutChanged(ImmutableArray<Removal> KeptOut) : StageChange
{
    public override StageSnapshot ApplyTo(StageSnapshot before) => before with { KeptOut = KeptOut };
}

internal sealed record AudiencesCounted(ImmutableArray<AudienceCount> Audiences) : StageChange
{
    public override StageSnapshot ApplyTo(StageSnapshot before) => before with { Audiences = Audiences };
}

/// <summary>People sat down in one audience: another one that still has their seats lets go of them.</summary>
internal sealed record SeatsTaken(AudienceId By, ImmutableArray<ArrivedSeat> Seats) : StageChange;

/// <summary>Links were taken back: all of a role, or one.</summary>
/// <param name="LinkId">Null for all of the role.</param>
internal sealed record LinksRevoked(StageRole Role, string? LinkId) : StageChange
{
    public bool Covers(StageLink link) => LinkId is null ? link.Role == Role : link.LinkId == LinkId;
}
