using Broadcast.Api.Data;
using Broadcast.Api.Limits;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Chat;

/// <summary>Who wants to say something, and from where.</summary>
internal readonly record struct Speaker(WebinarId WebinarId, ParticipantId ParticipantId, StageRole Role, ClientAddress Address);
