using Broadcast.Api.Moderation;

namespace Broadcast.Api.Stage;

/// <summary>Somebody who asks to be let in, and what they come with.</summary>
/// <param name="ConnectionId">Null, as is the visitor, for a participant inside this process.</param>
internal sealed record Guest(StageLink Link, string? ConnectionId = null, Visitor? Visitor = null);
