using Broadcast.Api.Nodes;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>Where a webinar's media is.</summary>
internal sealed record StageRouter(NodeId Node, RouterId Router, RtpCapabilities RtpCapabilities);
