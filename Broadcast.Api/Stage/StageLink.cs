using Broadcast.Api.Data;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Stage;

/// <summary>What a link token says: one webinar, one role, until a moment.</summary>
/// <param name="LinkId">Tells links with the same rights apart: it is revoked by it.</param>
internal sealed record StageLink(WebinarId WebinarId, StageRole Role, DateTimeOffset ExpiresAt, string LinkId);
