using Broadcast.Api.Nodes;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>Where a webinar's media begins: with its presenters and its recording.</summary>
internal sealed record StageRouter(NodeId Node, RouterId Router, RtpCapabilities RtpCapabilities)
{
    public StagePlace Place => new(Node, Router);
}
