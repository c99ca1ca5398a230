using System.Collections.Immutable;
using Broadcast.Api.Nodes;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>What an audience tells the stage once a second, and at once when somebody cannot decode a picture that all others here can.</summary>
/// <param name="Arrived">Since the report before; only those who may have had the seat elsewhere.</param>
/// <param name="Nodes">On which somebody here watches.</param>
/// <param name="Undecoded">Pictures of which somebody here needs a stand-in.</param>
internal sealed record AudienceReport(AudienceCount Count, ImmutableArray<ArrivedSeat> Arrived, ImmutableArray<NodeId> Nodes, ImmutableArray<ProducerId> Undecoded);
