using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Signaling.Messages;

/// <param name="ParticipantId">Of somebody who is there, or whose message is in the chat.</param>
internal sealed record PersonRequest([property: Required] string ParticipantId);
