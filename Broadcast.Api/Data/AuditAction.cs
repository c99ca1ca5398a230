using System.Text.Json.Serialization;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Api.Data;

/// <summary>What the audit log tells of. Stored by name: one may be added, none renamed.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AuditAction>))]
internal enum AuditAction
{
    AccountCreated,
    SignedIn,
    /// <summary>Nobody is known yet: the address that was tried is the subject.</summary>
    SignInFailed,
    SignedOut,
    SessionEnded,
    PasswordChanged,
    PasswordReset,
    WebinarCreated,
    WebinarChanged,
    WebinarStarted,
    WebinarEnded,
    WebinarDeleted,
    LinkMade,
    LinkRevoked,
    PersonRemoved,
    PersonLetIn,
    MessageRemoved,
    QuestionDismissed,
    RecordingControlled,
    RecordingRendered,
    RecordingKept,
    RecordingDownloaded,
    RecordingWatched,
    RecordingLinksRevoked,
    RecordingDeleted,
    NodeDrained,
    /// <summary>A drain was taken back.</summary>
    NodeKept,
}
