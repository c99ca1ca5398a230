using Broadcast.Api.Data;
using Broadcast.Api.Limits;

namespace Broadcast.Api.Chat;

/// <summary>Who wants to say something, and from where.</summary>
internal readonly record struct Speaker(string WebinarId, string ParticipantId, StageRole Role, ClientAddress Address);
