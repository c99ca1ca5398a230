using System.Collections.Immutable;

namespace Broadcast.Api.Stage;

/// <summary>What an audience tells the stage once a second.</summary>
/// <param name="Arrived">Since the report before; only those who may have had the seat elsewhere.</param>
internal sealed record AudienceReport(AudienceCount Count, ImmutableArray<ArrivedSeat> Arrived);
