
namespace Broadcast.Api.Signaling.Messages;

/// <summary>What the server calls on the pages in a webinar (docs/protocol.md).</summary>
public interface IStageClient
{
    Task WebinarChanged(WebinarChange change);
    Task ProducerAdded(StageProducer producer);
    Task ProducerChanged(StageProducer producer);
    Task ProducerRemoved(ProducerRemoval removal);
    Task RecordingChanged(RecordingChange change);
    Task ViewerCountChanged(ViewerCountChange change);
    Task ViewersWithoutPictureChanged(ViewerCountChange change);
    Task ChatReceived(ChatMessage message);
    Task ChatRemoved(ChatRemoval removal);
    Task QuestionChanged(StageQuestion question);
    Task QuestionRemoved(QuestionRemoval removal);
    Task VotesChanged(VotesChange change);
    Task PictureHeldBack(PictureHeldBack held);
    Task WantedLayersChanged(WantedLayers wanted);
    Task WantedStandInChanged(WantedStandIn wanted);
    Task TransportClosed(TransportLoss loss);
    Task StageReset(StageResetNotice notice);
    Task Dismissed(Dismissal why);
}
