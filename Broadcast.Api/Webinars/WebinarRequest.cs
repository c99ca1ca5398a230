using Broadcast.Api.Data;
using Broadcast.Api.Http;
using Broadcast.Api.Text;

namespace Broadcast.Api.Webinars;

/// <summary>What an organizer decides about a webinar, to create or to change it.</summary>
/// <param name="PreferH264">Whether presenters send H.264 where they can; yes unless said otherwise.</param>
/// <param name="ModerateQuestions">Whether the audience sees a question only when a presenter has let it through; no unless said otherwise.</param>
/// <param name="AnonymousQuestions">Whether who asks may keep their name to themselves; no unless said otherwise.</param>
/// <param name="Record">Whether it is recorded while live; yes unless said otherwise.</param>
internal sealed record WebinarRequest(
    [property: PlainText(Webinar.MaxTitleLength)] string Title,
    [property: PlainText(Webinar.MaxDescriptionLength, HasLines = true, MayBeEmpty = true)] string? Description = null,
    [property: WithinYears(Webinar.MaxYearsAhead)] DateTimeOffset? StartsAt = null,
    bool Record = true,
    bool PreferH264 = true,
    bool ModerateQuestions = false,
    bool AnonymousQuestions = false);
