
namespace Broadcast.Api.Stage;

/// <summary>A live webinar that no presenter is in.</summary>
/// <param name="Since">When the last one left, or when the first should have come.</param>
/// <param name="EndsAt">When it ends by itself unless one comes; null if it does not.</param>
internal sealed record UnattendedView(DateTimeOffset Since, DateTimeOffset? EndsAt);
