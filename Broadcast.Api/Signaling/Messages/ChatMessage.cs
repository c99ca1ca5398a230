using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Broadcast.Api.Data;
using Broadcast.Api.Text;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Signaling.Messages;

/// <param name="Text">1 to 2000 characters.</param>
internal sealed record SendChatRequest([property: PlainText(ChatMessage.MaxTextLength, HasLines = true)] string Text);

/// <summary>A message that has been taken out of the chat.</summary>
public sealed record ChatRemoval([property: Required] string Id);

/// <summary>A chat message as everyone in the webinar sees it.</summary>
public sealed record ChatMessage(
    string Id, ParticipantId ParticipantId, string DisplayName, StageRole Role, string Text, DateTimeOffset SentAt)
{
    public const int MaxTextLength = 2_000;

    public static ChatMessage Of(ChatEntry entry) => new(
        entry.Id.ToString(CultureInfo.InvariantCulture), entry.ParticipantId, entry.DisplayName, entry.Role, entry.Text, entry.SentAt);
}
